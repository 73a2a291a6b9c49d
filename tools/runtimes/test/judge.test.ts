import { describe, expect, test } from "vitest";
import type { Trial } from "../scenario/protocol.ts";
import { problemWithProofs } from "../src/proofs.ts";
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

  describe("bound tokens", () => {
    const trial: Trial = { name: "a storm with bound tokens", client: "fetch" };

    test("without the refresh that binds them", async () => {
      const failure = await verdictOn(trial, async () => ({
        statuses: [200],
        bodies: ["", '{"iban":"DE00"}'],
      }));
      expect(failure).toMatch(/counted .* not {"refreshes":2/);
    });

    test.each([
      ["no proof", [{ authorization: "DPoP a1" }]],
      ["sent as Bearer", [{ authorization: "Bearer a1", dpop: "p1" }]],
      ["sent as undefined", [{ dpop: "p1" }]],
      [
        "a proof that was sent before",
        [
          { authorization: "DPoP a1", dpop: "p1" },
          { authorization: "DPoP a1", dpop: "p1" },
        ],
      ],
    ])("%s", (problem, headers) => {
      const requests = headers.map((one) => ({ path: "/accounts", headers: one }));
      expect(problemWithProofs(requests, "/token")).toContain(problem);
    });

    test("have a proof of their own each, and the token endpoint gets no access token", () => {
      const requests = [
        { path: "/token", headers: { authorization: "Basic YTpi", dpop: "p1" } },
        { path: "/accounts", headers: { authorization: "DPoP a1", dpop: "p2" } },
      ];
      expect(problemWithProofs(requests, "/token")).toBeUndefined();
      expect(problemWithProofs([], "/token")).toBe("no request has come");
    });
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
  expect(preflight.headers.get("access-control-allow-headers")).toContain("dpop");
  const answers = [await fetch(url), await fetch(url, { headers: bearer(run) })];
  expect(answers.map(({ status }) => status)).toEqual([401, 200]);
  for (const { headers } of answers) expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(run.server.counters()).toMatchObject({ resourceRequests: 2 });
  await run.end({});
});
