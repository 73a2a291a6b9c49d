import { isTokenError } from "@refresh-once/core";
import { homeOf, openAccount, refreshOf } from "../account.ts";
import { type Answer, openClient } from "../clients.ts";
import type { ClientName, Facts, Target } from "../protocol.ts";
import type { Referee } from "../referee.ts";

/** The refresh that both wait for is held back until the one who aborts has been answered. */
export async function abort(target: Target, name: ClientName, referee: Referee): Promise<Facts> {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const refresh = refreshOf(target);
  const tokens = openAccount(target, {
    refresh: async (current, call) => {
      const fresh = await refresh(current, call);
      await gate;
      return fresh;
    },
  });
  const client = openClient(name, tokens, homeOf(target));
  await referee.step("expire");
  const controller = new AbortController();
  const aborted = outcomeOf(client({ signal: controller.signal }));
  const other = outcomeOf(client());
  await referee.step("refresh underway");
  controller.abort();
  const one = await aborted;
  open();
  return { one, other: await other };
}

/** All get one and the same typed error, and so does who comes later. */
export async function deadToken(
  target: Target,
  name: ClientName,
  referee: Referee,
): Promise<Facts> {
  const client = openClient(name, openAccount(target), homeOf(target));
  await client();
  await referee.step("revoke");
  const failure = () => outcomeOf(client());
  const all = await Promise.all(Array.from({ length: 20 }, failure));
  return { failures: [...new Set(all)], later: await failure() };
}

/** A status, or what is known of an error by its type. */
function outcomeOf(answer: Promise<Answer>): Promise<unknown> {
  return answer.then(
    ({ status }) => status,
    (error: unknown) => {
      if (isTokenError(error)) return `${error.kind} ${error.code}`;
      return error instanceof Error ? error.name : String(error);
    },
  );
}
