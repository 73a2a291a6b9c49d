import type { RefreshFunction } from "@refresh-once/core";
import type { CallFate } from "./plan.ts";
import { Failure, type Reply, replyTo } from "./reply.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import { wallTime } from "./virtual-time.ts";
import type { World } from "./world.ts";

/** Slower than this is a trouble, ms. */
const slow = 300;

/** A process's way to the token endpoint: the request takes its time, and so does the answer. */
export function tokenEndpoint(world: World, process: SimulatedProcess): RefreshFunction {
  const { clock, fates, observer, server, unanswered } = world;
  return (current, { signal }) => {
    const fate = fates.call();
    const token = current?.refreshToken;
    const id = world.nextCall();
    tellOf(world, process, fate, token, id);
    return new Promise((resolve, reject) => {
      unanswered.add(reject);
      signal.addEventListener("abort", () => {
        observer.saw({ kind: "ended", call: id });
        if (fate.heedsSignal) reject(signal.reason);
      });
      const arrive = (reply: Reply) => {
        if (!reply) return;
        if (!signal.aborted) observer.saw({ kind: "ended", call: id });
        unanswered.delete(reject);
        if (reply instanceof Failure) return reject(reply.make(wallTime(clock)));
        if (!fate.heedsSignal || !signal.aborted) {
          observer.saw({ kind: "received", process: process.name, spent: token, tokens: reply });
        }
        resolve(reply);
      };
      clock.after(fate.there, undefined, () => {
        const { answer, reply } = replyTo(server, token, fate.fault);
        observer.saw({ kind: "answered", call: id, token, answer });
        clock.after(fate.back, process, () => arrive(reply));
      });
    });
  };
}

function tellOf(
  { clock, ledger, observer }: World,
  process: SimulatedProcess,
  { fault, there, back }: CallFate,
  token: string | undefined,
  call: number,
): void {
  const { name } = process;
  observer.saw({
    kind: "sent",
    call,
    process: name,
    token,
    wall: wallTime(clock),
    record: ledger.record,
    hasSeenRecord: !ledger.record || process.seen.has(ledger.record),
    claim: ledger.claimOf(process, clock.now),
  });
  if (fault) observer.trouble(fault, name);
  if (there + back > slow) observer.trouble("late answer", name);
}
