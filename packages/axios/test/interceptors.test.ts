import { isTokenError } from "@refresh-once/core";
import axios, { type AxiosInstance } from "axios";
import { describe, expect, test } from "vitest";
import { attachAuth } from "../src/index.ts";
import { adapters, openTwo, outcomeOf } from "./two-clients.ts";

/** Writes down what an instance's interceptors see. */
function listen(api: AxiosInstance, name: string, log: string[]): void {
  api.interceptors.request.use((config) => {
    log.push(`${name} request ${config.headers.has("Authorization")}`);
    return config;
  });
  api.interceptors.response.use(
    (response) => {
      log.push(`${name} ${response.status}`);
      return response;
    },
    (error: unknown) => {
      const isAnswer = axios.isAxiosError(error) && !isTokenError(error);
      log.push(`${name} failed ${isAnswer ? error.response?.status : error}`);
      throw error;
    },
  );
}

/** An instance with interceptors from before attachAuth, and from after it. */
async function openListening(adapter: "http" | "fetch") {
  const clients = await openTwo({ adapter });
  const { attached, tokens } = clients;
  const log: string[] = [];
  clients.detach();
  listen(attached, "before", log);
  attachAuth(attached, tokens);
  listen(attached, "after", log);
  return { ...clients, log };
}

describe.each(adapters)("interceptors of one's own on the %s adapter", (adapter) => {
  test("see a call once, and its last answer only", async () => {
    await using clients = await openListening(adapter);
    await clients.attached.get("/");
    expect(clients.sends()).toBe(2);
    expect(clients.log).toEqual([
      "after request false",
      "before request false",
      "before 200",
      "after 200",
    ]);
  });

  test("see a second 401 once, as the failure of the call", async () => {
    await using clients = await openListening(adapter);
    clients.resource.answer(() => ({ status: 401 }));
    await outcomeOf(clients.attached.get("/"));
    expect(clients.sends()).toBe(2);
    expect(clients.log.slice(2)).toEqual(["before failed 401", "after failed 401"]);
  });

  test("see the TokenError of a refresh that has failed", async () => {
    await using clients = await openListening(adapter);
    await clients.tokens.get();
    await clients.tokens.clear();
    await expect(clients.attached.get("/")).rejects.toMatchObject({ code: "invalid_grant" });
    expect(clients.log.slice(2)).toEqual([
      expect.stringMatching(/^before failed TokenError/),
      expect.stringMatching(/^after failed TokenError/),
    ]);
  });

  test("that set an Authorization have it left alone, from before and from after", async () => {
    for (const isBefore of [true, false]) {
      await using clients = await openTwo({ adapter, validateStatus: () => true });
      const { attached, tokens } = clients;
      clients.detach();
      if (!isBefore) attachAuth(attached, tokens);
      attached.interceptors.request.use((config) => {
        config.headers.set("Authorization", "Basic eA==");
        return config;
      });
      if (isBefore) attachAuth(attached, tokens);
      expect((await attached.get("/")).status).toBe(401);
      expect(clients.resource.received.map(({ headers }) => headers.authorization)).toEqual([
        "Basic eA==",
      ]);
      expect(clients.refreshes()).toBe(0);
    }
  });

  test("that put in another configuration object have that sent, twice alike", async () => {
    await using clients = await openTwo({ adapter });
    clients.attached.interceptors.request.use(async (config) => ({ ...config, url: "/other" }));
    await clients.attached.post("/", "body");
    const { received } = clients.resource;
    expect(received.map(({ path, body }) => `${path} ${body}`)).toEqual([
      "/other body",
      "/other body",
    ]);
  });

  test("and transforms run once a call, whatever the second answer is", async () => {
    const log: string[] = [];
    const transformRequest = [
      (data: unknown) => {
        log.push("request");
        return JSON.stringify(data);
      },
    ];
    const transformResponse = [
      (data: unknown) => {
        log.push(`response ${data}`);
        return `${data}!`;
      },
    ];
    await using clients = await openTwo({ adapter, transformRequest, transformResponse });
    const { data } = await clients.attached.post("/", { amount: 1 });
    expect(data).toBe("welcome!");
    expect(clients.resource.received.map(({ body }) => String(body))).toEqual([
      '{"amount":1}',
      '{"amount":1}',
    ]);
    expect(log).toEqual(["request", "response welcome"]);
    clients.resource.answer(() => ({ status: 401, body: "no" }));
    expect(await outcomeOf(clients.attached.post("/", {}))).toMatchObject({ data: "no!" });
    expect(log.slice(2)).toEqual(["request", "response no"]);
  });
});

describe("an interceptor that wraps the adapter, as those that cache or log do", () => {
  function wrapAdapter(api: AxiosInstance, log: string[]): void {
    api.interceptors.request.use((config) => {
      const inner = axios.getAdapter(config.adapter ?? "http", config);
      config.adapter = (final) => {
        log.push(`${final.headers.get("Authorization")}`);
        return inner(final);
      };
      return config;
    });
  }

  test("works around ours when it is from before: it sees a call once, without a token", async () => {
    await using clients = await openTwo({ adapter: "http" });
    const log: string[] = [];
    clients.detach();
    wrapAdapter(clients.attached, log);
    attachAuth(clients.attached, clients.tokens);
    expect((await clients.attached.get("/")).status).toBe(200);
    expect(log).toEqual(["undefined"]);
  });

  test("works below ours when it is from after: it sees each sending", async () => {
    await using clients = await openTwo({ adapter: "http" });
    const log: string[] = [];
    wrapAdapter(clients.attached, log);
    expect((await clients.attached.get("/")).status).toBe(200);
    expect(log).toEqual(["Bearer a0", "Bearer a1"]);
  });

  const hasFetch = adapters.includes("fetch");
  test.runIf(hasFetch)(
    "and one that puts in another is sent by that, twice, when it is from after",
    async () => {
      await using clients = await openTwo({ adapter: "http" });
      clients.attached.interceptors.request.use((config) => ({ ...config, adapter: "fetch" }));
      const { request } = await clients.attached.get("/");
      expect(request).toBeInstanceOf(Request);
      expect(clients.sends()).toBe(2);
    },
  );
});
