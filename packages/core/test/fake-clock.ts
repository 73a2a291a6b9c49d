import { afterEach, beforeEach, vi } from "vitest";

/** Time is the test's own; it also goes on by itself, as real answers come in meanwhile. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}
