import { afterEach, beforeEach, vi } from "vitest";

/** Uses fake timers that also advance in real time, because real responses arrive meanwhile. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}
