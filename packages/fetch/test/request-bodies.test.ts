import { bodyOf, startResource } from "@refresh-once/adapter-suite";
import { createTokenManager, whyNotSentAgain } from "@refresh-once/core";
import { replayBufferLimit } from "@refresh-once/core/adapter";
import { describe, expect, test, vi } from "vitest";
import { authFetch } from "../src/index.ts";

/** A fetch whose access token the resource rejects by now. */
async function setUp(inner: typeof fetch = fetch) {
  const resource = await startResource();
  const refresh = async () => {
    resource.accept("a1");
    return { accessToken: "a1" };
  };
  const tokens = createTokenManager({ refresh, seed: { accessToken: "a0" } });
  const send = authFetch(tokens, { origins: [resource.origin], fetch: inner });
  const post = (body: RequestInit["body"]) => {
    const init = { method: "POST", body: body ?? null, duplex: "half" };
    return new Request(resource.origin, init);
  };
  return { resource, send, post, [Symbol.asyncDispose]: () => resource[Symbol.asyncDispose]() };
}

const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

function form(): FormData {
  const form = new FormData();
  form.append("file", new File([bytes], "a.png", { type: "image/png" }));
  return form;
}

describe("P5: a `Request` is sent again, byte for byte the same, with", () => {
  const bodies: [string, () => RequestInit["body"]][] = [
    ["a string", () => "ä\u0000b"],
    ["URLSearchParams", () => new URLSearchParams({ a: "1 ", b: "ä" })],
    ["FormData", form],
    ["a Blob", () => new Blob([bytes], { type: "image/png" })],
    ["an ArrayBuffer", () => bytes.slice().buffer],
    ["a view of a part of a buffer", () => bytes.subarray(10, 20)],
    ["a stream", () => new Blob([bytes]).stream()],
    ["as much as is kept", () => "x".repeat(replayBufferLimit)],
  ];

  test.each(bodies)("%s", async (_, body) => {
    await using account = await setUp();
    await fetch(account.post(body()));
    expect((await account.send(account.post(body()))).status).toBe(200);
    const [bare, first, second, ...more] = account.resource.received;
    expect(more).toEqual([]);
    expect(bare?.body.length).toBeGreaterThan(0);
    expect(await bodyOf(first)).toEqual(await bodyOf(bare));
    expect(await bodyOf(second)).toEqual(await bodyOf(bare));
  });
});

describe("P5: a `Request` is sent once, whole, and the next one has a new token", () => {
  const large = "x".repeat(replayBufferLimit + 1);

  test("when its body is larger than what is kept", async () => {
    await using account = await setUp();
    const { received } = account.resource;
    const first = await account.send(account.post(large));
    expect(first.status).toBe(401);
    expect(whyNotSentAgain(first)).toBe("body_was_not_kept");
    const second = await account.send(account.post(large));
    expect(second.status).toBe(200);
    expect(whyNotSentAgain(second)).toBeUndefined();
    expect(received.map(({ body }) => body.toString() === large)).toEqual([true, true]);
  });

  test("when the init that is beside it has a stream", async () => {
    await using account = await setUp();
    const init = () => ({ body: new Blob([bytes]).stream(), duplex: "half" as const });
    const first = await account.send(account.post("other"), init());
    expect(first.status).toBe(401);
    expect(whyNotSentAgain(first)).toBe("body_is_one_shot");
    expect((await account.send(account.post("other"), init())).status).toBe(200);
    expect(account.resource.received.map(({ body }) => new Uint8Array(body))).toEqual([
      bytes,
      bytes,
    ]);
  });
});

describe("a `Request` without a body", () => {
  test("is what the fetch below gets, twice, and no copy of it", async () => {
    const clone = vi.spyOn(Request.prototype, "clone");
    const inputs: unknown[] = [];
    await using account = await setUp((input, init) => {
      inputs.push(input);
      return fetch(input, init);
    });
    const request = new Request(account.resource.origin);
    expect((await account.send(request)).status).toBe(200);
    expect(inputs).toHaveLength(2);
    expect(inputs.every((input) => input === request)).toBe(true);
    expect(clone).not.toHaveBeenCalled();
  });
});
