import { afterEach, beforeEach, vi } from "vitest";

/** Uses fake timers that also advance in real time, because real responses arrive meanwhile. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    // A spy on a faked timer would put that timer back later.
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

/** Refreshes happen exactly at `refreshBefore`, not a random time later. */
export function withoutSpread(): void {
  beforeEach(() => {
    vi.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}
