import { homeOf, openAccount } from "../account.ts";
import { openClient } from "../clients.ts";
import type { ClientName, Facts, Target } from "../protocol.ts";
import type { Referee } from "../referee.ts";

/** All find out at once that the token is over. */
export async function storm(target: Target, name: ClientName, referee: Referee): Promise<Facts> {
  const client = openClient(name, openAccount(target), homeOf(target));
  await client();
  await referee.step("expire");
  const answers = await Promise.all(Array.from({ length: 50 }, () => client()));
  return { statuses: [...new Set(answers.map(({ status }) => status))] };
}

/** The 401 of a token that was replaced while the answer was on its way. */
export async function late401(target: Target, name: ClientName, referee: Referee): Promise<Facts> {
  const client = openClient(name, openAccount(target), homeOf(target));
  await client();
  await referee.step("expire");
  let isLate = true;
  const late = client({ query: { delay: "700" } }).finally(() => {
    isLate = false;
  });
  const first = await client();
  return { first: first.status, isLate, late: (await late).status };
}

/** The body is sent again as it was. */
export async function post(target: Target, name: ClientName, referee: Referee): Promise<Facts> {
  const client = openClient(name, openAccount(target), homeOf(target));
  await client();
  await referee.step("expire");
  const { status, data } = await client({ body: { iban: "DE00", name: "Zoë" } });
  return { status, ...received(data) };
}

/** What the resource says it has been sent. */
export function received(echo: unknown): Facts {
  const { method, body, contentType }: Facts =
    typeof echo === "object" && echo !== null ? { ...echo } : {};
  return { method, body, contentType };
}
