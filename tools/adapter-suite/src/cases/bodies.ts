import { expect } from "vitest";
import type { Call } from "../adapter.ts";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";
import { bodyOf } from "../sent-body.ts";

/** Every byte that there is. */
const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const bodies: readonly [string, () => Pick<Call, "json" | "body">][] = [
  ["JSON", () => ({ json: { amount: 1, to: "ä\u0000€" } })],
  ["a string", () => ({ body: "ä\u0000b" })],
  ["`URLSearchParams`", () => ({ body: new URLSearchParams({ a: "1 ", b: "ä" }) })],
  ["`FormData` with a file", () => ({ body: form() })],
  ["a `Blob`", () => ({ body: new Blob([bytes], { type: "image/png" }) })],
  ["an `ArrayBuffer`", () => ({ body: bytes.slice().buffer })],
  ["a typed array", () => ({ body: new Uint16Array([1, 0x0203, 0xffff]) })],
  ["a view of part of a buffer", () => ({ body: bytes.subarray(10, 20) })],
  ["a Node.js `Buffer`", () => ({ body: Buffer.from(bytes) })],
  ["a string of 2 MiB", () => ({ body: "x".repeat(2 * 1024 * 1024) })],
];

function form(): FormData {
  const form = new FormData();
  form.append("note", 'ä "quoted"');
  form.append("file", new File([bytes], "ä.png", { type: "image/png" }));
  return form;
}

/** Bodies that can be sent twice. */
export const bodyCases: readonly Case[] = bodies.map(([name, body]) => ({
  property: "P5",
  title: `${name} as body`,
  wanted: "it is sent again with exactly the same bytes (a form: with the same parts)",
  async check(adapter) {
    await using lab = await openLab(adapter);
    const call = { method: "POST", url: `${lab.resource.origin}/x?q=1`, ...body() };
    await lab.bare(call);
    expect((await lab.client(call)).status).toBe(200);
    const [bare, first, second, ...more] = lab.resource.received;
    expect(more).toEqual([]);
    expect(bare?.body.length).toBeGreaterThan(0);
    expect(await bodyOf(first)).toEqual(await bodyOf(bare));
    expect(await bodyOf(second)).toEqual(await bodyOf(bare));
    expect(second).toMatchObject({ method: "POST", path: "/x?q=1" });
  },
}));
