import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createTokenManager, memoryStore } from "../src/index.ts";
import { failedRefresh } from "./failed-refresh.ts";

const failed = (cause: unknown) => new TypeError("fetch failed", { cause });
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const deno = (what: string) =>
  failed(
    new Error(
      `error sending request for url (https://auth.example/): client error (Connect): ${what}`,
    ),
  );

/** Errors of runtimes and clients that have sent no request, as measured. */
const unreachable: Readonly<Record<string, unknown>> = {
  "Node.js: refused": failed(coded("ECONNREFUSED")),
  "Node.js: refused at two addresses": failed(
    Object.assign(new AggregateError([coded("ECONNREFUSED")], ""), { code: "ECONNREFUSED" }),
  ),
  "Node.js: no such host": failed(coded("ENOTFOUND")),
  "Node.js: connect timeout": failed(coded("UND_ERR_CONNECT_TIMEOUT")),
  "Node.js: connect timeout at two addresses": failed(
    Object.assign(
      new AggregateError([Object.assign(coded("ETIMEDOUT"), { syscall: "connect" })], ""),
      { code: "ETIMEDOUT" },
    ),
  ),
  "Node.js: self-signed": failed(coded("DEPTH_ZERO_SELF_SIGNED_CERT")),
  "Node.js: unknown CA": failed(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE")),
  "Node.js: unknown CA in the chain": failed(coded("SELF_SIGNED_CERT_IN_CHAIN")),
  "Node.js: expired": failed(coded("CERT_HAS_EXPIRED")),
  "Node.js: not yet valid": failed(coded("CERT_NOT_YET_VALID")),
  "Node.js: other host": failed(coded("ERR_TLS_CERT_ALTNAME_INVALID")),
  "Node.js: https to http": failed(coded("ERR_SSL_WRONG_VERSION_NUMBER")),
  "Node.js: handshake cut off": failed(
    coded(
      "ECONNRESET",
      "Client network socket disconnected before secure TLS connection was established",
    ),
  ),
  "axios: https to http": coded("EPROTO", "write EPROTO 800C:error:wrong version number"),
  "axios: expired": Object.assign(coded("CERT_HAS_EXPIRED"), { isAxiosError: true }),
  "got: connect timeout": coded("ETIMEDOUT", "Timeout awaiting 'connect' for 700ms"),
  "node-fetch: connect timeout": coded("ETIMEDOUT", "request failed, reason: connect ETIMEDOUT"),
  "ky 2: refused": new Error("Request failed", { cause: failed(coded("ECONNREFUSED")) }),
  "Bun: refused": coded("ECONNREFUSED", "ECONNREFUSED: Unable to connect."),
  "Bun: https to http": coded("EPROTO", "EPROTO: The TLS handshake failed."),
  "Deno: refused": deno("tcp connect error: Connection refused (os error 111)"),
  "Deno: self-signed": deno("invalid peer certificate: UnknownIssuer"),
};

const misconfigured: Readonly<Record<string, unknown>> = {
  "Node.js: a port that fetch refuses": failed(new Error("bad port")),
  "Node.js: a typo in the scheme": failed(new Error("unknown scheme")),
  "Node.js: a relative URL": new TypeError("Failed to parse URL from /token", {
    cause: coded("ERR_INVALID_URL", "Invalid URL"),
  }),
  "axios: a port that is none": coded("ERR_INVALID_URL", "Invalid URL"),
  "Deno: a port that fetch refuses": new TypeError(
    "Fetch failed: Requests to port 6000 are blocked",
  ),
  "openid-client: a relative URL": coded("OAUTH_INVALID_SERVER_METADATA"),
};

/** Errors after a request was sent, or may have been sent. */
const unknown: Readonly<Record<string, unknown>> = {
  "Node.js: reset": failed(
    Object.assign(coded("ECONNRESET", "read ECONNRESET"), { syscall: "read" }),
  ),
  "Node.js: closed": failed(coded("UND_ERR_SOCKET", "other side closed")),
  "Node.js: cut in the body": new TypeError("terminated", { cause: coded("UND_ERR_SOCKET") }),
  "axios: hang up": coded("ECONNRESET", "socket hang up"),
  "axios: its own timeout": coded("ECONNABORTED", "timeout of 400ms exceeded"),
  "axios over fetch: its own timeout": coded("ETIMEDOUT", "timeout of 400ms exceeded"),
  "got: its own timeout": coded("ETIMEDOUT", "Timeout awaiting 'request' for 400ms"),
  "axios: TLS broken after the request": coded("ERR_SSL_WRONG_VERSION_NUMBER", "800C:error"),
  "Bun: reset": coded("ECONNRESET", "ECONNRESET: The socket connection was closed unexpectedly."),
  "Deno: reset": failed(new Error("Connection reset by peer (os error 104)")),
  "a browser": new TypeError("Failed to fetch"),
};

const outcomeOf = (thrown: unknown) => failedRefresh(thrown, 90);

describe("the first rule: a request that was not sent is not recorded", () => {
  test.each(Object.entries(unreachable))("%s", async (_, thrown) => {
    const { failure, record } = await outcomeOf(thrown);
    expect(failure).toMatchObject({
      code: "unreachable",
      kind: "transient",
      message: expect.stringContaining("Nothing was sent"),
    });
    expect(record).toBeUndefined();
  });

  test.each(Object.entries(misconfigured))("%s", async (_, thrown) => {
    const { failure, record } = await outcomeOf(thrown);
    expect(failure).toMatchObject({ code: "misconfigured", kind: "misuse" });
    expect(record).toBeUndefined();
  });

  test.each(Object.entries(unknown))(
    "but this one may have been sent, and is recorded: %s",
    async (_, thrown) => {
      const { failure, record } = await outcomeOf(thrown);
      expect(failure).toMatchObject({ code: "in_doubt", kind: "in_doubt" });
      expect(record).toMatchObject({ retry: { code: "in_doubt" } });
    },
  );

  test("a browser that was offline before and after the request", async () => {
    vi.stubGlobal("navigator", { onLine: false });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { failure, record } = await outcomeOf(new TypeError("Failed to fetch"));
    expect(failure).toMatchObject({ code: "unreachable" });
    expect(record).toBeUndefined();
  });

  test("but a browser that went offline during the request may have sent it", async () => {
    vi.stubGlobal("navigator", { onLine: true });
    onTestFinished(() => void vi.unstubAllGlobals());
    const refresh = async () => {
      vi.stubGlobal("navigator", { onLine: false });
      throw new TypeError("Failed to fetch");
    };
    const seed = { refreshToken: "r0" };
    const store = memoryStore();
    const tokens = createTokenManager({ refresh, store, seed, refreshDeadline: 500 });
    await expect(tokens.get()).rejects.toMatchObject({ kind: "transient" });
    expect(await store.read()).toMatchObject({ unanswered: 1, retry: { code: "in_doubt" } });
  });
});
