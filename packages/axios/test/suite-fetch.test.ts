import { describe } from "vitest";
import { suiteOf } from "./suite-of.ts";
import { adapters } from "./two-clients.ts";

describe.runIf(adapters.includes("fetch"))("the fetch adapter", () => suiteOf("fetch"));
