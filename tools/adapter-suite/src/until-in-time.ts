import { expect } from "vitest";

/** How a case was tried: whether what it is about could be seen before this machine was too late. */
export type Attempt = "checked" | "too late";

/** Tries a case again and again with more and more time, until this machine is fast enough for it. */
export async function untilInTime(
  least: number,
  attempt: (ms: number) => Promise<Attempt>,
): Promise<void> {
  for (let ms = least; (await attempt(ms)) === "too late"; ms *= 2) {
    expect(ms, "this machine was too slow for every attempt").toBeLessThan(60_000);
  }
}
