import { Readable } from "node:stream";
import { expect, vi } from "vitest";
import type { Adapter } from "../adapter.ts";
import type { Case } from "../case.ts";
import { gate } from "../gate.ts";
import { type Lab, openLab } from "../lab.ts";

const seconds = 1_000;

/** Checks in a lab whose token was good a moment ago, and is to be renewed by now. */
async function checkAboutToExpire(
  adapter: Adapter,
  refreshAhead: boolean,
  check: (lab: Lab, refresh: ReturnType<typeof gate>) => Promise<void>,
) {
  const now = Date.now();
  const refresh = gate();
  await using lab = await openLab(adapter, {
    seed: { accessToken: "a0", refreshToken: "r0", expiresAt: now + 60 * seconds },
    refreshBefore: 30 * seconds,
    refreshAhead,
    refreshAfter: refresh.passed,
  });
  lab.resource.accept("a0");
  await lab.client({ url: lab.resource.origin });
  try {
    vi.setSystemTime(now + 45 * seconds);
    await check(lab, refresh);
  } finally {
    vi.useRealTimers();
  }
}

function upload({ client, resource: { origin } }: Lab) {
  return client({ method: "POST", url: origin, body: Readable.from(["whole"]) });
}

function checkUpload({ resource }: Lab) {
  const { headers, body } = resource.received.at(-1) ?? {};
  expect(headers?.authorization).toBe("Bearer a1");
  expect(body?.toString()).toBe("whole");
}

/** A body that cannot be sent again is not sent with a token that may have ended on arrival. */
export const oneShotEarlyCases: readonly Case[] = [
  {
    property: "P5",
    title: "a stream as body while the token is about to expire",
    wanted: "the token is refreshed first",
    check: (adapter) =>
      checkAboutToExpire(adapter, false, async (lab, refresh) => {
        refresh.open();
        expect((await upload(lab)).status).toBe(200);
        expect(lab.resource.received).toHaveLength(2);
        checkUpload(lab);
      }),
  },
  {
    property: "P5",
    title: "a stream as body while the token is about to expire, with `refreshAhead`",
    wanted: "the token is refreshed first, although other requests do not wait for it",
    check: (adapter) =>
      checkAboutToExpire(adapter, true, async (lab, refresh) => {
        const uploaded = upload(lab);
        const other = await lab.client({ url: lab.resource.origin });
        expect(other.status).toBe(200);
        expect(lab.resource.received).toHaveLength(2);
        refresh.open();
        expect((await uploaded).status).toBe(200);
        expect(lab.resource.received).toHaveLength(3);
        checkUpload(lab);
      }),
  },
];
