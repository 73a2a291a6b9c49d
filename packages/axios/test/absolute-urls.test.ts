import { startResource } from "@refresh-once/adapter-suite";
import { createTokenManager } from "@refresh-once/core";
import axios, { type AxiosInstance } from "axios";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { adapters } from "./two-clients.ts";

/** Two servers; the tokens belong to the first one. */
async function openServers() {
  const [own, foreign] = await Promise.all([startResource(), startResource()]);
  own.accept("a0");
  const tokens = createTokenManager({
    refresh: () => Promise.reject(new Error("none needed")),
    seed: { accessToken: "a0" },
  });
  const tokensAt = ({ received }: typeof own) =>
    received.flatMap(({ headers }) => headers.authorization ?? []);
  return {
    ...{ own, foreign, tokens, tokensAt },
    async [Symbol.asyncDispose]() {
      await Promise.all([own[Symbol.asyncDispose](), foreign[Symbol.asyncDispose]()]);
    },
  };
}

/** Versions of axios differ in what they make of these. */
const settings = [undefined, true, false, null, 0, ""];

/** Types that JavaScript does not hold anybody to. */
const kinds: [string, (url: string) => unknown][] = [
  ["a string", (url) => url],
  ["a URL object", (url) => new URL(url)],
];

const cases = adapters.flatMap((adapter) =>
  kinds.flatMap(([kind, make]) =>
    settings.map((allowAbsoluteUrls) => ({ adapter, kind, make, allowAbsoluteUrls })),
  ),
);

/** Most versions take no URL object, and fail before anything is sent. */
async function send(api: AxiosInstance, url: unknown): Promise<void> {
  const call: Promise<unknown> = Reflect.apply(api.get, api, [url]);
  if (typeof url === "string") await call;
  else await call.catch(() => {});
}

describe.each(cases)(
  "P7: allowAbsoluteUrls: $allowAbsoluteUrls and $kind, on the $adapter adapter:",
  ({ adapter, make, allowAbsoluteUrls }) => {
    const config = { adapter, validateStatus: null, ...{ allowAbsoluteUrls } };

    test("a URL elsewhere gets no token, wherever this version of axios sends it", async () => {
      await using servers = await openServers();
      const { own, foreign, tokens, tokensAt } = servers;
      const api = axios.create({ ...Object(config), baseURL: own.origin });
      attachAuth(api, tokens);
      await send(api, make(`${foreign.origin}/x`));
      expect(tokensAt(foreign)).toEqual([]);
    });

    test("a URL of its own beside a `baseURL` elsewhere takes no token there", async () => {
      await using servers = await openServers();
      const { own, foreign, tokens, tokensAt } = servers;
      const api = axios.create({ ...Object(config), baseURL: foreign.origin });
      attachAuth(api, tokens, { origins: [own.origin] });
      await send(api, make(`${own.origin}/x`));
      expect(tokensAt(foreign)).toEqual([]);
    });
  },
);

describe.each(adapters)("an absolute URL of its own on the %s adapter", (adapter) => {
  test("has the token, with a `baseURL` elsewhere or without one", async () => {
    await using servers = await openServers();
    const { own, foreign, tokens, tokensAt } = servers;
    for (const base of [{}, { baseURL: foreign.origin }]) {
      const api = axios.create({ adapter, ...base });
      attachAuth(api, tokens, { origins: [own.origin] });
      expect((await api.get(`${own.origin}/x`)).status).toBe(200);
    }
    expect(tokensAt(own)).toEqual(["Bearer a0", "Bearer a0"]);
  });
});
