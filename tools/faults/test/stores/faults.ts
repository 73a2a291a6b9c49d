import type { DatabaseKind } from "@refresh-once/end-to-end/databases";
import type { DatabaseServer } from "@refresh-once/servers";
import { afterAll, beforeAll } from "vitest";
import type { Backend } from "./account.ts";
import { clocks } from "./faults/clocks.ts";
import { cutConnection } from "./faults/cut-connection.ts";
import { failover } from "./faults/failover.ts";
import { outOfReach } from "./faults/out-of-reach.ts";
import { restartedServer } from "./faults/restarted-server.ts";
import { stoppedMachine } from "./faults/stopped-machine.ts";

/** Registers every fault as a test against one server. */
export function faults(kind: DatabaseKind, start: () => Promise<DatabaseServer>): void {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const backend = (): Backend => ({ kind, server });
  cutConnection(backend);
  restartedServer(backend);
  outOfReach(backend);
  clocks(backend);
  stoppedMachine(backend);
  failover(backend);
}
