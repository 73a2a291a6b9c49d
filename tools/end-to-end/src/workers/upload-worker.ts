import { createTokenManager, whyNotSentAgain } from "@refresh-once/core";
import { jobOf, tellParent } from "@refresh-once/processes/in-worker";
import { createUploader, type Upload, type UploadBody } from "../scenario/index.ts";
import { type BodyName, isUploadJob, type Uploaded } from "./upload-protocol.ts";

/** A process that uploads one large body, which meets a 401; it says what that has cost. */
const { client, body: bodyName, origin, size, by } = jobOf(isUploadJob);

const makers: Readonly<Record<BodyName, () => UploadBody>> = {
  Buffer: () => Buffer.alloc(size, "x"),
  Blob: () => new Blob([Buffer.alloc(size, "x")]),
  string: () => "x".repeat(size),
};

/** What is resident shall not depend on when the engine cleans up. Some goes a few rounds later only. */
async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 10; round++) {
    await new Promise(setImmediate);
    globalThis.gc?.();
  }
}

async function heldNow(): Promise<number> {
  await collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** As somebody would write it who has no adapter. */
async function uploadByHand(upload: Upload, body: UploadBody, tokens: readonly string[]) {
  let status = 0;
  for (const token of tokens) ({ status } = await upload(body, token));
  return { status };
}

const tokens = createTokenManager({
  refresh: async () => ({ accessToken: "a1" }),
  seed: { accessToken: "a0", refreshToken: "r0" },
});
const options = { origin, beforeSending: collectGarbage };
const body = makers[bodyName]();
const before = await heldNow();
const answer =
  by === "adapter"
    ? await createUploader(client, { ...options, tokens })(body)
    : await uploadByHand(createUploader(client, options), body, by);
const uploaded: Uploaded = {
  status: answer.status,
  why: whyNotSentAgain(answer),
  peak: process.resourceUsage().maxRSS * 1024,
  held: (await heldNow()) - before,
};
await tellParent(uploaded);
