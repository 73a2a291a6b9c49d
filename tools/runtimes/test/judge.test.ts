import { describe, expect, test } from "vitest";
import type { Trial } from "../scenario/protocol.ts";
import { TrialRun } from "../src/trial-run.ts";

/** The verdict on a trial in which a client did these requests by hand. */
async function verdictOn(
  trial: Trial,
  client: (run: TrialRun) => Promise<Readonly<Record<string, unknown>>>,
) {
  const run = await TrialRun.begin(trial, false);
  return (await run.end(await client(run))).failure;
}

const bearer = ({ target }: TrialRun) => ({ authorization: `Bearer ${target.login.accessToken}` });

describe("what a client says does not count where the server has counted otherwise", () => {
  test("P1: a storm without its one refresh", async () => {
    const trial: Trial = { name: "a storm at an expiry", client: "fetch" };
    const failure = await verdictOn(trial, async () => ({ statuses: [200] }));
    expect(failure).toMatch(/counted .*"refreshes":0.* not {"refreshes":1/);
  });

  test.each(["a foreign origin", "a redirect to a foreign origin"] as const)(
    "P7: a token that has come there, in %s",
    async (name) => {
      const failure = await verdictOn({ name, client: "axios" }, async (run) => {
        await fetch(run.target.foreignUrl, { headers: bearer(run) });
        return { status: 401 };
      });
      expect(failure).toContain("Bearer");
    },
  );

  test("P7: a foreign origin to which nothing has come", async () => {
    const failure = await verdictOn({ name: "a foreign origin" }, async () => ({ status: 401 }));
    expect(failure).toContain("nothing came");
  });

  test("a case that has thrown", async () => {
    const failure = await verdictOn({ name: "an encrypted store" }, async () => ({
      failure: "no WebCrypto",
    }));
    expect(failure).toBe("no WebCrypto");
  });
});

test("a page reaches the resource of another origin, with a token and without", async () => {
  const run = await TrialRun.begin({ name: "a late 401" }, true);
  const url = `${run.target.resourceUrl}/accounts`;
  const preflight = await fetch(url, { method: "OPTIONS" });
  expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
  const answers = [await fetch(url), await fetch(url, { headers: bearer(run) })];
  expect(answers.map(({ status }) => status)).toEqual([401, 200]);
  for (const { headers } of answers) expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(run.server.counters()).toMatchObject({ resourceRequests: 2 });
  await run.end({});
});
