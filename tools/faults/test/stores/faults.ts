import type { DatabaseKind } from "@refresh-once/end-to-end/databases";
import type { Bundle } from "@refresh-once/processes";
import type { DatabaseServer } from "@refresh-once/servers";
import { afterAll, beforeAll } from "vitest";
import type { Backend } from "./account.ts";
import { clocks } from "./faults/clocks.ts";
import { cutConnection } from "./faults/cut-connection.ts";
import { failover } from "./faults/failover.ts";
import { outOfReach } from "./faults/out-of-reach.ts";
import { restartedServer } from "./faults/restarted-server.ts";
import { stoppedMachine } from "./faults/stopped-machine.ts";
import { bundleMachine } from "./machine.ts";

/** `TESTS=full`: every fault with each server. */
const isFull = process.env.TESTS === "full";

/**
 * Registers every fault as a test against one server. Machines that are processes of their own need PostgreSQL
 * alone, which is always there: what they do with their leases is tested with each store.
 */
export function faults(kind: DatabaseKind, start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  let program: Bundle;
  beforeAll(async () => {
    [server, program] = await Promise.all([start(), bundleMachine()]);
  });
  afterAll(async () => {
    await Promise.all([server, program].map((used) => used[Symbol.asyncDispose]()));
  });
  const backend = (): Backend => ({ kind, server, program });
  cutConnection(backend);
  restartedServer(backend);
  outOfReach(backend);
  if (isFull || kind === "postgres") {
    clocks(backend);
    stoppedMachine(backend);
  }
  failover(backend);
}
