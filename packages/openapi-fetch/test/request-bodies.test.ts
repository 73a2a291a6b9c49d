import { Readable } from "node:stream";
import { startResource } from "@refresh-once/adapter-suite";
import { createTokenManager, whyNotSentAgain } from "@refresh-once/core";
import { replayBufferLimit } from "@refresh-once/core/adapter";
import createClient from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { authMiddleware } from "../src/index.ts";

interface Paths {
  "/uploads": {
    post: {
      requestBody: { content: { "application/octet-stream": unknown } };
      responses: { 200: { content: { "text/plain": string } } };
    };
  };
}

/** A client whose access token the resource rejects by now, and how it uploads. */
async function setUp() {
  const resource = await startResource();
  const refresh = async () => {
    resource.accept("a1");
    return { accessToken: "a1" };
  };
  const client = createClient<Paths>({ baseUrl: resource.origin });
  client.use(
    authMiddleware(createTokenManager({ refresh, seed: { accessToken: "a0" } }), {
      origins: [resource.origin],
    }),
  );
  const upload = async (body: unknown) => {
    const init = { body, bodySerializer: () => body, parseAs: "text", duplex: "half" } as const;
    const { response } = await client.POST("/uploads", init);
    return response;
  };
  return { resource, upload, [Symbol.asyncDispose]: () => resource[Symbol.asyncDispose]() };
}

const chunk = "x".repeat(64 * 1024);

async function* iterate() {
  yield "first";
  yield chunk;
}

/** More than is kept, by a byte. */
async function* iterateLarge() {
  for (let sent = 0; sent < replayBufferLimit; sent += chunk.length) yield chunk;
  yield "x";
}

describe("P5: a stream of up to 1 MiB is sent again, byte for byte the same", () => {
  const streams: [string, () => unknown][] = [
    ["a Node.js stream", () => Readable.from(iterate())],
    ["a web ReadableStream", () => new Blob(["first", chunk]).stream()],
  ];

  test.each(streams)("%s", async (_, stream) => {
    await using account = await setUp();
    const response = await account.upload(stream());
    expect(response.status).toBe(200);
    expect(whyNotSentAgain(response)).toBeUndefined();
    const bodies = account.resource.received.map(({ body }) => body.toString());
    expect(bodies).toEqual([`first${chunk}`, `first${chunk}`]);
  });
});

describe("P5: more than 1 MiB is sent once, whole, and the next call has a new token", () => {
  const bodies: [string, () => unknown][] = [
    ["a stream", () => Readable.from(iterateLarge())],
    ["a string", () => "x".repeat(replayBufferLimit + 1)],
  ];

  test.each(bodies)("%s", async (_, body) => {
    await using account = await setUp();
    const first = await account.upload(body());
    expect(first.status).toBe(401);
    expect(whyNotSentAgain(first)).toBe("body_was_not_kept");
    const second = await account.upload(body());
    expect(second.status).toBe(200);
    const sizes = account.resource.received.map((request) => request.body.length);
    expect(sizes).toEqual([replayBufferLimit + 1, replayBufferLimit + 1]);
  });
});
