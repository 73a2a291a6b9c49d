import { afterEach, beforeEach, vi } from "vitest";

/** The current time while the clock is stopped. */
export const now = Date.parse("2026-01-01T00:00:00Z");

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Stops the clock but not the timers, which the network needs. */
export function stopClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}
