import { Readable } from "node:stream";
import { attachAuth } from "@refresh-once/axios";
import { whyNotSentAgain } from "@refresh-once/core";
import { authMiddleware } from "@refresh-once/openapi-fetch";
import axios, { isAxiosError } from "axios";
import createClient from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, startBank } from "./bank.ts";

/** An axios instance with tokens and proofs. */
async function axiosClient(options: Parameters<typeof startBank>[0] = {}) {
  const server = await startBank(options);
  const { dpop, tokens, resourceUrl } = clientOf(server);
  const inner = axios.getAdapter(axios.defaults.adapter);
  const instance = axios.create({ baseURL: resourceUrl, adapter: dpop.adapter(tokens, inner) });
  attachAuth(instance, tokens);
  return { server, tokens, instance };
}

describe("axios", () => {
  test("50 requests at once, and again when their token has died: two refreshes", async () => {
    const { server, instance } = await axiosClient({ dpopNonces: "both" });
    const storm = async () => {
      const requests = Array.from({ length: 50 }, () => instance.get("", { params: { page: 2 } }));
      return (await Promise.all(requests)).map(({ status }) => status);
    };
    expect(await storm()).toEqual(Array(50).fill(200));
    server.expireAccessTokens();
    expect(await storm()).toEqual(Array(50).fill(200));
    expect(server.counters()).toMatchObject({ tokenRequests: 3, refreshes: 2, reuses: 0 });
  });

  test.each(["/42", "42?page=2", undefined])("the proof is for the joined URL: %s", async (url) => {
    const { instance } = await axiosClient();
    const { data } = await instance.request({ ...(url && { url }), method: "put", data: "ada" });
    expect(data).toMatchObject({ method: "PUT", body: "ada" });
  });

  test("the nonce changes: one retry with the same body, and no refresh", async () => {
    const { server, instance } = await axiosClient({ dpopNonces: "resource" });
    await instance.get("");
    server.changeDpopNonces();
    const { resourceRequests } = server.counters();
    const { data, config } = await instance.post("", { name: "ada" });
    expect(data.body).toBe('{"name":"ada"}');
    expect(server.counters()).toMatchObject({
      refreshes: 1,
      resourceRequests: resourceRequests + 2,
    });
    expect(JSON.stringify(config.headers)).not.toMatch(/dpop|authorization/i);
  });

  test("a stream gets the 401 with its reason", async () => {
    const { instance, server } = await axiosClient({ dpopNonces: "resource" });
    const failure: unknown = await instance
      .post("", Readable.from(["ada"]))
      .catch((error: unknown) => error);
    if (!isAxiosError(failure)) throw failure;
    expect(failure.response?.status).toBe(401);
    expect(whyNotSentAgain(failure.response)).toBe("body_is_one_shot");
    expect(server.counters()).toMatchObject({ refreshes: 1, resourceRequests: 1 });
  });

  test("an error of the API is that of axios, without the proof", async () => {
    const { instance } = await axiosClient();
    const failure: unknown = await instance.get("?status=500").catch((error: unknown) => error);
    if (!isAxiosError(failure)) throw failure;
    expect(failure.response?.status).toBe(400);
    expect(JSON.stringify(failure.config?.headers)).not.toMatch(/dpop|authorization/i);
  });
});

test("openapi-fetch: 50 requests with bodies, whose token dies, and whose nonce changes", async () => {
  const server = await startBank({ dpopNonces: "both" });
  const { dpop, tokens, resourceUrl } = clientOf(server);
  const client = createClient<{
    "/{id}": {
      post: {
        parameters: { path: { id: string } };
        requestBody: { content: { "application/json": { name: string } } };
        responses: { 200: { content: { "application/json": { body: string } } } };
      };
    };
  }>({ baseUrl: resourceUrl, fetch: dpop.fetch(tokens) });
  client.use(authMiddleware(tokens));
  const request = async (name: string) => {
    const params = { path: { id: "42" } };
    const { data } = await client.POST("/{id}", { params, body: { name } });
    return data?.body;
  };
  const names = Array.from({ length: 50 }, (_, at) => `name ${at}`);
  const bodies = names.map((name) => JSON.stringify({ name }));
  expect(await Promise.all(names.map(request))).toEqual(bodies);
  server.expireAccessTokens();
  server.changeDpopNonces();
  expect(await Promise.all(names.map(request))).toEqual(bodies);
  expect(server.counters()).toMatchObject({ tokenRequests: 4, refreshes: 2, reuses: 0 });
});
