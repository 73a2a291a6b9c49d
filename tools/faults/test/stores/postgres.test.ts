import { startPostgres } from "@refresh-once/servers";
import { describe } from "vitest";
import { faults } from "./faults.ts";

describe("PostgreSQL", () => faults("postgres", startPostgres));
