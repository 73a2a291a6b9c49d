import { suiteOf } from "./suite-of.ts";

suiteOf("http");
