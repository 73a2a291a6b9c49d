import type { HerdResult } from "./herd-result.ts";
import { defaultConcurrency } from "./settings.ts";

/** What a caller may need while it waits, with its deadline, its last error and what its manager has read; bytes. */
const memoryOfCaller = 24_000;

/** What does not depend on the number of accounts, such as connections, replies and compiled code; bytes. */
const otherMemory = 32e6;

/** What went wrong; nothing if the herd was led. */
export function problemsOf(result: HerdResult): readonly string[] {
  const { settings, refreshes, refreshedOnce, reuses, revoked, mostConnections, memory } = result;
  const { accounts, processes } = settings;
  // The deadline of a caller may pass while a commit takes long: then it gets `not_persisted`.
  const { timeout: _, not_persisted: __, ...failures } = result.failed;
  // A connection that has just ended may still be counted when its successor arrives.
  const connections = (defaultConcurrency + 1) * processes;
  const heap = memory.idle + accounts * memoryOfCaller + otherMemory;
  const wrong: readonly (readonly [isWrong: boolean, problem: string])[] = [
    [refreshedOnce < accounts, `${accounts - refreshedOnce} accounts were not refreshed once`],
    [refreshes !== accounts, `${refreshes} refreshes of ${accounts} accounts`],
    [reuses > 0, `${reuses} used refresh tokens were sent again`],
    [revoked > 0, `${revoked} families were revoked`],
    [mostConnections > connections, `${mostConnections} connections at once`],
    [result.missing > 0, `${result.missing} callers got no new tokens`],
    [result.died > 0, `${result.died} processes died`],
    [Object.keys(failures).length > 0, "callers failed for another reason than their deadline"],
    [memory.waiting > heap, `a process had ${memory.waiting} bytes in its heap`],
  ];
  return wrong.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []));
}
