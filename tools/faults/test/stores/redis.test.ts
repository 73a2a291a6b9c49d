import { hasRedis, startRedis } from "@refresh-once/servers";
import { describe } from "vitest";
import { faults } from "./faults.ts";

describe.skipIf(!hasRedis())("Redis", () => faults("redis", startRedis));
