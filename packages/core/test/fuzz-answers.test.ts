import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AuthPolicy } from "../src/adapter.ts";
import { createTokenManager, memoryStore, type TokenSet } from "../src/index.ts";
import { runs } from "./fuzz-runs.ts";
import { end, ending, hostile } from "./hostile-value.ts";
import { settled, useStoppedClock } from "./stopped-clock.ts";

interface Answer {
  readonly challenge?: string | undefined;
  readonly url?: string;
}

const aborted = new Error("the caller's own abort");

const reader = {
  challengeOf: ({ challenge }: Answer) => challenge,
  urlOf: ({ url }: Answer) => url,
  discard: () => {},
};

/** Sends a request whose first token is `a1`, and returns how it ends. */
async function request(first: Answer, isTokenRejected?: () => unknown) {
  const abort = new AbortController();
  setTimeout(() => abort.abort(aborted), 5_000);
  const sent: (string | undefined)[] = [];
  let refreshes = 0;
  const refresh = async () => ({ accessToken: `a${++refreshes}`, refreshToken: `r${refreshes}` });
  const tokens = createTokenManager({ refresh, store: memoryStore() });
  const options = { origins: ["https://api.test"], ...(isTokenRejected && { isTokenRejected }) };
  const policy: AuthPolicy<Answer> = Reflect.construct(AuthPolicy, [
    { caller: "authTest", tokens, reader, options },
  ]);
  const call = policy.exchange({
    url: "https://api.test/x",
    signal: abort.signal,
    hasOwnAuthorization: false,
    unrepeatable: undefined,
    send: async (held: TokenSet | undefined) => {
      sent.push(held?.accessToken);
      return sent.length === 1 ? first : {};
    },
  });
  const [outcome] = await settled([call]);
  return { sent, outcome, refreshes: () => refreshes };
}

const quoted = fc
  .oneof(fc.string(), fc.constantFrom("the error is insufficient_scope", ", error = ", "\\", '"'))
  .map((text) => `"${text.replace(/["\\]/g, "\\$&").replace(/[^\x20-\x7e]/g, "")}"`);
const parameter = fc.tuple(
  fc.constantFrom("realm", "scope", "error_description", "error_uri", "xerror", "nonce"),
  quoted,
);
const scheme = fc.constantFrom("Bearer", "bearer", "DPoP", "Basic");
const parameters = fc
  .array(parameter, { maxLength: 4 })
  .map((all) => all.map(([name, value]) => `${name}=${value}`));

describe("for any 401 response", () => {
  useStoppedClock();

  test("P5, P6: the request is sent again once, unless the error is insufficient_scope", async () => {
    const error = fc.constantFrom(
      ...["", 'error="invalid_token"', "error=invalid_token", 'error="insufficient_scope"'],
      ...["error=insufficient_scope", 'ERROR = "insufficient_scope"'],
    );
    await fc.assert(
      fc.asyncProperty(scheme, parameters, error, fc.nat(), async (of, others, says, at) => {
        const all = [...others];
        if (says) all.splice(at % (all.length + 1), 0, says);
        const { sent } = await request({ challenge: `${of} ${all.join(", ")}` });
        expect(sent).toEqual(says.includes("insufficient_scope") ? ["a1"] : ["a1", "a2"]);
      }),
      runs(1_000),
    );
  });

  test("P5: no header, or any text as a header, causes more than two requests", async () => {
    const any = fc.option(fc.string({ unit: "binary", maxLength: 30 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(any, fc.string(), async (challenge, url) => {
        const { sent, outcome } = await request({ challenge, url });
        expect(outcome?.status).toBe("fulfilled");
        expect(sent.length).toBeLessThanOrEqual(challenge === undefined ? 1 : 2);
      }),
      runs(500),
    );
  });

  test("P4: for any result of isTokenRejected, the caller gets a response, the exception, or its own abort at once", async () => {
    await fc.assert(
      fc.asyncProperty(ending, hostile, async (how, from) => {
        const thrown: unknown[] = [aborted];
        const { sent, outcome } = await request({ challenge: "" }, () => {
          try {
            const value = end(how, from);
            Promise.resolve(value).catch((reason) => thrown.push(reason));
            return value;
          } catch (reason) {
            thrown.push(reason);
            throw reason;
          }
        });
        if (outcome?.status === "rejected") expect(thrown.includes(outcome.reason)).toBe(true);
        expect(sent.length).toBeLessThanOrEqual(2);
      }),
      runs(1_000),
    );
  });

  test.each([
    [undefined, ["a1"]],
    [null, ["a1"]],
    ["", ["a1"]],
    ["expired", ["a1", "a2"]],
  ])("isTokenRejected may give %j for yes or no", async (given, wanted) => {
    const { sent, outcome } = await request({ challenge: "" }, () => given);
    expect(outcome?.status).toBe("fulfilled");
    expect(sent).toEqual(wanted);
  });

  test("a description with the word `scope` is not insufficient_scope", async () => {
    const challenge =
      'Bearer error="invalid_token", error_description="not insufficient_scope: expired"';
    expect((await request({ challenge })).sent).toEqual(["a1", "a2"]);
  });
});
