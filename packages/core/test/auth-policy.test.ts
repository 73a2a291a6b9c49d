import { describe, expect, test } from "vitest";
import { type AuthOptions, AuthPolicy, type AuthRequest } from "../src/adapter.ts";
import { createTokenManager, type OriginOptions, type TokenSet } from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

interface Answer {
  readonly status: number;
  readonly challenge?: string;
  readonly url?: string;
}

/** A client of an API whose responses the test sets. */
class FakeClient {
  readonly sent: (string | undefined)[] = [];
  readonly discarded: Answer[] = [];
  readonly endpoint = new StrictEndpoint();
  readonly #policy: AuthPolicy<Answer>;
  readonly #answer: (accessToken: string | undefined) => Answer;

  constructor(
    answer: (accessToken: string | undefined) => Answer,
    options: Partial<AuthOptions<Answer>> = {},
  ) {
    this.#answer = answer;
    const tokens = createTokenManager({
      refresh: this.endpoint.refresh,
      seed: { refreshToken: "r0" },
    });
    const reader = {
      challengeOf: ({ status, challenge = "" }: Answer) => (status === 401 ? challenge : undefined),
      urlOf: ({ url }: Answer) => url,
      discard: (unread: Answer) => this.discarded.push(unread),
    };
    const all = { origins: ["https://api.test"], ...options };
    this.#policy = new AuthPolicy({ caller: "authTest", tokens, reader, options: all });
  }

  request(request: Partial<AuthRequest<Answer>> = {}): Promise<Answer> {
    return this.#policy.exchange({
      url: "https://api.test/accounts",
      hasOwnAuthorization: false,
      unrepeatable: undefined,
      send: async (tokens: TokenSet | undefined) => {
        this.sent.push(tokens?.accessToken);
        return this.#answer(tokens?.accessToken);
      },
      ...request,
    });
  }
}

const unauthorized = { status: 401 };
const onlySecond = (token: string | undefined) => (token === "a2" ? { status: 200 } : unauthorized);

describe("P5: a request is sent at most twice", () => {
  test("the second time only after a 401, and with a new token", async () => {
    const client = new FakeClient(onlySecond);
    expect(await client.request()).toEqual({ status: 200 });
    expect(client.sent).toEqual(["a1", "a2"]);
    expect(client.discarded).toEqual([unauthorized]);
  });

  test.each([200, 403, 500])("only once if the response is %s", async (status) => {
    const client = new FakeClient(() => ({ status }));
    expect(await client.request()).toEqual({ status });
    expect(client.sent).toEqual(["a1"]);
  });

  test("only once if its body cannot be sent again, but the next request has a new token", async () => {
    const client = new FakeClient(onlySecond);
    expect(await client.request({ unrepeatable: "body_is_one_shot" })).toEqual(unauthorized);
    expect(client.discarded).toEqual([]);
    expect(await client.request({ unrepeatable: "body_is_one_shot" })).toEqual({ status: 200 });
    expect(client.sent).toEqual(["a1", "a2"]);
  });

  test("after a failed refresh, the caller gets the reason and the 401 response", async () => {
    const client = new FakeClient(() => unauthorized);
    await client.request();
    const dead = new FakeClient(() => {
      dead.endpoint.login("other");
      return unauthorized;
    });
    const failed = expect(dead.request()).rejects;
    await failed.toMatchObject({ code: "invalid_grant", response: unauthorized });
  });
});

describe("P4: a response that the caller does not get is released", () => {
  test("if the caller aborts during the refresh", async () => {
    const abort = new AbortController();
    const client = new FakeClient(() => {
      abort.abort(new Error("mine"));
      return unauthorized;
    });
    await expect(client.request({ signal: abort.signal })).rejects.toThrow("mine");
    expect(client.discarded).toEqual([unauthorized]);
  });

  test.each<[string, () => boolean | Promise<boolean>]>([
    [
      "throws",
      () => {
        throw new Error("odd");
      },
    ],
    ["rejects", () => Promise.reject(new Error("odd"))],
  ])("if `isTokenRejected` %s", async (_, isTokenRejected) => {
    const client = new FakeClient(() => unauthorized, { isTokenRejected });
    await expect(client.request()).rejects.toThrow("odd");
    expect(client.discarded).toEqual([unauthorized]);
  });

  test("if `isTokenRejected` rejects for the second response", async () => {
    const decisions = [true, new Error("odd")];
    const isTokenRejected = async () => {
      const decision = decisions.shift();
      if (typeof decision === "boolean") return decision;
      throw decision;
    };
    const client = new FakeClient(() => ({ status: 403 }), { isTokenRejected });
    await expect(client.request()).rejects.toThrow("odd");
    expect(client.discarded).toEqual([{ status: 403 }, { status: 403 }]);
  });

  test("but not the 401 of a failed refresh, which the caller can read", async () => {
    const client = new FakeClient(() => {
      client.endpoint.login("other");
      return unauthorized;
    });
    await expect(client.request()).rejects.toMatchObject({ response: unauthorized });
    expect(client.discarded).toEqual([]);
  });
});

describe("P6: no refresh", () => {
  test.each([
    'Bearer error="insufficient_scope"',
    'DPoP error="use_dpop_nonce", error_description="nonce required"',
    'DPoP realm="api", error=use_dpop_nonce',
    'DPoP error="invalid_dpop_proof"',
  ])("for %s", async (challenge) => {
    const answer = { status: 401, challenge };
    const client = new FakeClient(() => answer);
    expect(await client.request()).toBe(answer);
    expect(client.endpoint.received).toEqual(["r0"]);
  });

  test("but a refresh for the invalid_token of a DPoP resource", async () => {
    const challenge = 'DPoP error="invalid_token", error_description="not use_dpop_nonce"';
    const client = new FakeClient(() => ({ status: 401, challenge }));
    await client.request();
    expect(client.endpoint.received).toEqual(["r0", "r1"]);
  });

  test("for a 401 of another origin after a redirect", async () => {
    const answer = { status: 401, url: "https://other.test/" };
    const client = new FakeClient(() => answer);
    expect(await client.request()).toBe(answer);
    expect(client.endpoint.received).toEqual(["r0"]);
  });

  test("but a refresh for a 401 of the same origin after a redirect", async () => {
    const client = new FakeClient(() => ({ status: 401, url: "https://api.test/moved" }));
    await client.request();
    expect(client.endpoint.received).toEqual(["r0", "r1"]);
  });

  test("more than once for an API that rejects every token", async () => {
    const client = new FakeClient(() => unauthorized);
    await client.request();
    expect(client.sent).toEqual(["a1", "a2"]);
    await Promise.all(Array.from({ length: 100 }, () => client.request()));
    expect(client.sent).toHaveLength(102);
    expect(client.endpoint.received).toEqual(["r0", "r1"]);
  });
});

describe("P7: a token is sent only to the origins of its API", () => {
  test.each([
    "https://api.test.evil.example/accounts",
    "https://api.test@evil.example/",
    "https://api.test:8443/accounts",
    "http://api.test/accounts",
    "https://evil.example/https://api.test/",
    "//evil.example/",
    "not a url",
    "",
  ])("not to %s, and its 401 refreshes nothing", async (url) => {
    const client = new FakeClient(() => unauthorized);
    expect(await client.request({ url })).toBe(unauthorized);
    expect(client.sent).toEqual([undefined]);
    expect(client.endpoint.received).toEqual([]);
  });

  test.each([
    "https://api.test",
    "HTTPS://API.TEST/x",
    "https://api.test:443/x",
    " https://api.test/x",
  ])("but to %s, which is the same origin", async (url) => {
    const client = new FakeClient(() => ({ status: 200 }));
    await client.request({ url });
    expect(client.sent).toEqual(["a1"]);
  });

  test("an Authorization header of the caller is not changed", async () => {
    const client = new FakeClient(() => unauthorized);
    await client.request({ hasOwnAuthorization: true });
    expect(client.sent).toEqual([undefined]);
    expect(client.endpoint.received).toEqual([]);
  });

  test.each([
    "http://127.0.0.1:8080",
    "http://localhost",
    "http://[::1]:3000",
    "http://a.localhost",
  ])("over http to loopback: %s", (origin) => {
    expect(() => new FakeClient(() => unauthorized, { origins: [origin] })).not.toThrow();
  });

  test.each(["http://api.test", "http://localhost.evil.example", "http://127.evil.example"])(
    "not over http to %s, unless it is in insecureOrigins",
    (origin) => {
      const attach = (options: OriginOptions) => () => new FakeClient(() => unauthorized, options);
      expect(attach({ origins: [origin] })).toThrow(
        expect.objectContaining({ code: "insecure_origin" }),
      );
      expect(attach({ origins: [], insecureOrigins: [origin] })).not.toThrow();
    },
  );

  test.each([[[]], [["api.test"]], [["ftp://api.test"]], [[""]]])(
    "origins %j is a TypeError",
    (origins) => {
      expect(() => new FakeClient(() => unauthorized, { origins })).toThrow(TypeError);
    },
  );

  test.each(["origins", "insecureOrigins"])(
    "%s that is not a list is a TypeError with its name",
    (name) => {
      for (const odd of ["https://api.test", null, 7, [7], [Symbol("s")], ["api.test"]]) {
        const attach = () => new FakeClient(() => unauthorized, { [name]: odd });
        expect(attach).toThrow(TypeError);
        expect(attach).toThrow(`"${name}"`);
      }
    },
  );
});
