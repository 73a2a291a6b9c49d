import { readFile } from "node:fs/promises";
import { createTokenManager, isTokenError, type RefreshFunction } from "@refresh-once/core";
import { type AuthorizationServer, startAuthorizationServer } from "@refresh-once/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clients } from "./clients.ts";

const root = new URL("../../../../", import.meta.url);

/** The page in one line: a message in it may be broken in two. */
async function textOf(page: string): Promise<string> {
  return (await readFile(new URL(page, root), "utf8")).replaceAll(/\s+/g, " ");
}

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Whether a reader who has this error before them finds it in the page. */
async function expectToldIn(page: string, error: unknown, code?: string): Promise<void> {
  const text = await textOf(page);
  // What follows the first sentence may have a time, an account and an endpoint in it.
  const [told] = error instanceof Error ? error.message.split(". ") : [`no error: ${error}`];
  expect(text).toContain(told);
  if (code === undefined) return;
  expect(isTokenError(error) && error.code).toBe(code);
  expect(text).toContain(`code \`${code}\``);
}

/** Sends what was not answered once more, as a client with retries does. */
const retryingFetch: typeof fetch = (input, init) =>
  fetch(input, init).catch(() => fetch(input, init));

describe.each(clients)("the mistakes in $page", (client) => {
  const { page, provider, insecure, noOrigin, attach } = client;
  let server: AuthorizationServer;
  beforeAll(async () => {
    server = await startAuthorizationServer();
  });
  afterAll(() => server.close());

  /** An account of its own, and what its manager tells. */
  function managerOf(refresh: RefreshFunction) {
    const events: string[] = [];
    const seed = { refreshToken: server.issueRefreshToken(provider) };
    const onEvent = ({ type }: { type: string }) => events.push(type);
    return { tokens: createTokenManager({ refresh, seed, onEvent }), events };
  }

  test.each([
    ["something that is no origin", noOrigin, undefined],
    ["http to another machine", insecure, "insecure_origin"],
  ])("P7: %s is refused with the message that is told there", async (_, origin, code) => {
    const { tokens } = managerOf(client.refresh(server));
    await expectToldIn(page, await errorOf(() => attach(tokens, origin)), code);
  });

  test("P7: a request to another origin gets its 401, without token and event", async () => {
    const { tokens, events } = managerOf(client.refresh(server));
    const ask = attach(tokens, new URL(server.resourceUrl(provider)).origin);
    const before = server.foreignRequests().length;

    expect(await ask(server.otherOrigin)).toBe(401);
    const sent = server.foreignRequests().slice(before);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(events).toEqual([]);
  });

  test("P1: a retry below spends the refresh token twice, and the error is that of the page", async () => {
    const { tokens, events } = managerOf(client.refresh(server, { fetch: retryingFetch }));
    const ask = attach(tokens, new URL(server.resourceUrl(provider)).origin);
    const { reuses } = server.counters(provider);
    server.fault(provider, { kind: "lostReply" }, 1);

    const error = await errorOf(() => ask(server.resourceUrl(provider)));
    await expectToldIn(page, error, "invalid_grant");
    expect(server.counters(provider).reuses).toBe(reuses + 1);
    expect(events).toContain("reauthorization_required");
  });

  test("P4: a refresh function that goes through the same client is told with the message of the page", async () => {
    let ask: (url: string) => Promise<number> = () => Promise.reject(new Error("not yet"));
    const { tokens } = managerOf(async () => ({
      accessToken: `${await ask(server.resourceUrl(provider))}`,
    }));
    ask = attach(tokens, new URL(server.resourceUrl(provider)).origin);

    const error = await errorOf(() => ask(server.resourceUrl(provider)));
    await expectToldIn(page, error, "reentrant");
  });
});
