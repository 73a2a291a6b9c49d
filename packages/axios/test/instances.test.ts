import { inspect } from "node:util";
import { whyNotSentAgain } from "@refresh-once/core";
import axios, { type AxiosInstance } from "axios";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { adapters, expectAlike, failureOf, openTwo, outcomeOf } from "./two-clients.ts";

const styles: [string, (api: AxiosInstance) => Promise<unknown>][] = [
  ["instance(url)", (api) => api("/x")],
  ["instance(config)", (api) => api({ url: "/x", method: "delete" })],
  ["instance(url, config)", (api) => api("/x", { method: "post", data: { amount: 1 } })],
  ["request", (api) => api.request({ url: "/x", method: "patch", data: "text" })],
  ["head", (api) => api.head("/x")],
  ["putForm of a FormData", (api) => api.putForm("/x", formOf({ amount: "1", note: "ä" }))],
  ["postForm with env", (api) => api.postForm("/x", { amount: 1 }, { env: { FormData } })],
];

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe.each(adapters)("an instance with attachAuth, on the %s adapter", (adapter) => {
  test.each(styles)("sends %s twice alike", async (_, call) => {
    await using clients = await openTwo({ adapter });
    await call(clients.attached);
    const [first, second] = clients.resource.received.map(({ method, path, body }) => {
      const text = String(body);
      // By the body: the fetch adapter of axios 1.13 names no boundary in the header.
      const boundary = /^--(\S+)\r\n/.exec(text)?.[1] ?? "none";
      return { method, path, text: text.replaceAll(boundary, "boundary") };
    });
    expect(first).toMatchObject({ path: "/x" });
    expect(second).toEqual(first);
    expect(clients.refreshes()).toBe(1);
  });

  test("P1: and another one on the same manager make one refresh, whoever asks", async () => {
    await using clients = await openTwo({ adapter });
    const other = axios.create({ baseURL: clients.resource.origin, adapter });
    attachAuth(other, clients.tokens);
    const calls = Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? other : clients.attached).get(`/${index}`),
    );
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(clients.refreshes()).toBe(1);
  });

  test("P8: prints no token in answers and errors, and leaves axios's own adapter in their config", async () => {
    await using clients = await openTwo({ adapter });
    const { attached, resource } = clients;
    const response = await attached.get("/");
    resource.answer(() => ({ status: 401 }));
    const rejected = await failureOf(attached.get("/"));
    resource.answer(() => Promise.reject(new Error("the connection breaks off")));
    const broken = await failureOf(attached.get("/"));
    for (const outcome of [response, rejected, broken]) {
      expect(inspect(outcome)).not.toMatch(/Bearer a\d/);
      expect(outcome).toHaveProperty("request");
      expect(outcome).toHaveProperty("config.adapter", adapter);
      expect(inspect(Reflect.get(Object(outcome), "config"), { depth: null })).not.toMatch(
        /Bearer/,
      );
    }
    expect(JSON.stringify([rejected, broken])).not.toMatch(/Bearer a\d/);
  });

  test("sends a call again by the config of its error or answer, as a bare client does", async () => {
    await using clients = await openTwo({ adapter });
    clients.resource.answer(() => ({ status: 500 }));
    const failure = await failureOf(clients.attached.post("/x", { amount: 1 }));
    if (!axios.isAxiosError(failure)) throw failure;
    clients.resource.answer(undefined);
    await clients.tokens.set({ accessToken: "old", refreshToken: "r" });
    const again = await clients.attached(failure.config ?? {});
    expect(again.status).toBe(200);
    expect((await clients.attached(again.config)).status).toBe(200);
    const { received } = clients.resource;
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer a0",
      "Bearer old",
      "Bearer a1",
      "Bearer a1",
    ]);
    expect(new Set(received.map(({ body }) => String(body)))).toEqual(new Set(['{"amount":1}']));
  });

  test("is bare once it is detached, also for the config of an earlier error", async () => {
    await using clients = await openTwo({ adapter });
    clients.resource.answer(() => ({ status: 500 }));
    const failure = await failureOf(clients.attached.get("/"));
    if (!axios.isAxiosError(failure)) throw failure;
    clients.resource.answer(undefined);
    clients.detach();
    const { received } = clients.resource;
    expect(await outcomeOf(clients.attached(failure.config ?? {}))).toMatchObject({ status: 401 });
    expect(received.at(-1)?.headers).not.toHaveProperty("authorization");
    expect(clients.refreshes()).toBe(0);
    delete clients.bare.defaults.headers.common.Authorization;
    await expectAlike(clients, (api) => api.get("/"));
  });

  test("P4: a call that is underway when it is detached comes to its end", async () => {
    await using clients = await openTwo({ adapter });
    const call = clients.attached.get("/");
    await expect.poll(() => clients.resource.received.length).toBeGreaterThan(0);
    clients.detach();
    expect((await call).status).toBe(200);
  });

  test("has bare children, which can have it for themselves", async () => {
    await using clients = await openTwo({ adapter, validateStatus: () => true });
    const { attached, tokens, resource } = clients;
    const children = [attached.create({ timeout: 1_000 }), axios.create(attached.defaults)];
    for (const child of children) {
      expect((await child.get("/")).status).toBe(401);
      expect(resource.received.at(-1)?.headers).not.toHaveProperty("authorization");
      expect(clients.refreshes()).toBe(0);
      attachAuth(child, tokens)();
      attachAuth(child, tokens);
    }
    for (const child of children) expect((await child.get("/")).status).toBe(200);
    expect(clients.refreshes()).toBe(1);
  });

  test("P5: sends a form that axios makes of an object once, and says why", async () => {
    await using clients = await openTwo({ adapter, validateStatus: () => true });
    const response = await clients.attached.postForm("/x", { amount: 1 });
    expect(response.status).toBe(401);
    expect(whyNotSentAgain(response)).toBe("body_is_one_shot");
    expect(clients.refreshes()).toBe(1);
    expect((await clients.attached.postForm("/x", { amount: 1 })).status).toBe(200);
    expect(clients.sends()).toBe(2);
  });

  test("refuses a second attachAuth by a TypeError that says so, whatever the manager", async () => {
    await using clients = await openTwo({ adapter });
    await using others = await openTwo({ adapter });
    for (const { tokens } of [clients, others]) {
      expect(() => attachAuth(clients.attached, tokens)).toThrow(
        /^attachAuth: "instance" must be one that does not have tokens already;/,
      );
    }
    expect((await clients.attached.get("/")).status).toBe(200);
    expect(clients.sends()).toBe(2);
  });
});
