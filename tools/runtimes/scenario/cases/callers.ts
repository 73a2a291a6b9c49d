import { isTokenError } from "@refresh-once/core";
import { homeOf, openAccount, refreshOf } from "../account.ts";
import { openClient } from "../clients.ts";
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
  const aborted = client({ signal: controller.signal }).then(
    () => "answered",
    (error: unknown) => nameOf(error),
  );
  const other = client();
  await referee.step("refresh underway");
  controller.abort();
  const one = await aborted;
  open();
  return { one, other: (await other).status };
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
  const failure = () =>
    client().then(
      ({ status }) => String(status),
      (error: unknown) => (isTokenError(error) ? `${error.kind} ${error.code}` : nameOf(error)),
    );
  const all = await Promise.all(Array.from({ length: 20 }, failure));
  return { failures: [...new Set(all)], later: await failure() };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
