import { describe, expect, test, vi } from "vitest";
import { ReplayBuffer, replayBufferLimit } from "../src/adapter.ts";

const post = (body: BodyInit) =>
  new Request("https://api.test/", { method: "POST", body, ...{ duplex: "half" } });

/** A body of so many bytes, in chunks. */
function streamOf(bytes: number, chunk = 64 * 1024): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(chunk, left);
      left -= size;
      if (size > 0) controller.enqueue(new Uint8Array(size).fill(7));
      else controller.close();
    },
  });
}

describe("P5: the body of a Request", () => {
  test.each(["", "ä", new Uint8Array([0, 255]), new URLSearchParams({ a: "1 " })])(
    "is copied completely (%s)",
    async (body) => {
      const request = post(body);
      const kept = new ReplayBuffer(request);
      const sent = new Uint8Array(await request.arrayBuffer());
      expect(await bytesOf(kept)).toEqual(sent);
      expect(kept.whole?.type).toBe("");
    },
  );

  test.each([1023, 1024, 1025, 64 * 1024, 65 * 1024, 300_000, replayBufferLimit])(
    "of %d bytes in one string is copied completely",
    async (size) => {
      const text = Array.from({ length: size }, (_, at) =>
        String.fromCharCode(97 + (at % 23)),
      ).join("");
      const request = post(text);
      const kept = new ReplayBuffer(request);
      await request.arrayBuffer();
      expect(new TextDecoder().decode(await bytesOf(kept))).toBe(text);
    },
  );

  test("of exactly the limit is copied", async () => {
    const request = post(streamOf(replayBufferLimit));
    const kept = new ReplayBuffer(request);
    await request.arrayBuffer();
    expect((await bytesOf(kept)).length).toBe(replayBufferLimit);
  });

  test("above the limit is not copied, but sent completely", async () => {
    const request = post(streamOf(3 * replayBufferLimit));
    const kept = new ReplayBuffer(request);
    expect((await request.arrayBuffer()).byteLength).toBe(3 * replayBufferLimit);
    expect(kept.whole).toBeUndefined();
  });

  test("that has not ended, or fails, is not copied", async () => {
    let breakOff = () => {};
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(1));
        breakOff = () => controller.error(new Error("cut"));
      },
    });
    const request = post(body);
    const kept = new ReplayBuffer(request);
    const read = expect(request.arrayBuffer()).rejects.toThrow("cut");
    expect(kept.whole).toBeUndefined();
    breakOff();
    await read;
    expect(kept.whole).toBeUndefined();
  });
});

/** The copy is complete a moment after the body was sent, because it is read in parallel. */
async function bytesOf(kept: ReplayBuffer): Promise<Uint8Array> {
  const whole = await vi.waitUntil(() => kept.whole, { interval: 1 });
  return new Uint8Array(await whole.arrayBuffer());
}
