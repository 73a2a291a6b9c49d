import { Readable } from "node:stream";
import { whyNotSentAgain } from "@refresh-once/core";
import FormDataPackage from "form-data";
import { expect } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";
import type { Received } from "../resource.ts";
import { bodyOf } from "../sent-body.ts";

const chunks = [Buffer.from("first,"), Buffer.alloc(70_000, "x"), Buffer.from(",last")];
const whole = Buffer.concat(chunks).toString();

interface OneShot {
  readonly name: string;
  make(): unknown;
  /** What arrived. */
  read?(request: Received | undefined): Promise<unknown>;
  readonly wanted?: unknown;
}

const bodies: readonly OneShot[] = [
  { name: "a Node.js stream", make: () => Readable.from(chunks) },
  { name: "a web `ReadableStream`", make: () => new Blob(chunks).stream() },
  { name: "an async iterable", make: () => iterate() },
  {
    name: "a form of npm `form-data`",
    make: form,
    read: bodyOf,
    wanted: {
      type: "multipart/form-data; boundary=…",
      parts: [{ name: "note", value: "whole" }],
    },
  },
];

async function* iterate() {
  yield* chunks;
}

function form() {
  const form = new FormDataPackage();
  form.append("note", "whole");
  return form;
}

/** Bodies that can be read but once. */
export const oneShotBodyCases: readonly Case[] = bodies.map((body) => ({
  property: "P5",
  title: `${body.name} as body`,
  wanted:
    "it is sent only once; the caller gets its 401, `whyNotSentAgain(response)` returns " +
    "`body_is_one_shot`, and the next call uses a new token",
  async check(adapter) {
    const { make, read = async (request) => request?.body.toString(), wanted = whole } = body;
    await using lab = await openLab(adapter);
    const { received, origin } = lab.resource;
    const first = await lab.client({ method: "POST", url: origin, body: make() });
    expect(first).toMatchObject({ status: 401, text: "unauthorized" });
    expect(whyNotSentAgain(first.response)).toBe("body_is_one_shot");
    expect(received).toHaveLength(1);
    expect(await read(received[0])).toEqual(wanted);
    expect(lab.refreshes()).toBe(1);

    const next = await lab.client({ method: "POST", url: origin, body: make() });
    expect(next.status).toBe(200);
    expect(whyNotSentAgain(next.response)).toBeUndefined();
    expect(received).toHaveLength(2);
    expect(await read(received[1])).toEqual(wanted);
    expect(lab.refreshes()).toBe(1);
  },
}));
