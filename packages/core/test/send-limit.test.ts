import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sendLimit as unawaitedLimit } from "../src/renewal/send-limit.ts";

const over = () => new Error("over");

/** Most of these tests wait for no response. */
function sendLimit(...of: Parameters<typeof unawaitedLimit>) {
  const limit = unawaitedLimit(...of);
  limit.passed.catch(() => {});
  return limit;
}

describe("P4: the time limit of a request", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("passes after its time, and not before", async () => {
    const { signal, passed } = sendLimit(2_500, over);
    vi.advanceTimersByTime(2_499);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toEqual(over());
    await expect(passed).rejects.toEqual(over());
  });

  test("does not count time in which the process was suspended, because the response may be in the socket", () => {
    const { signal } = sendLimit(2_000, over);
    vi.advanceTimersByTime(1_500);
    vi.setSystemTime(Date.now() + 60_000);
    // A timer that became due in the meantime fires before the socket is read.
    vi.advanceTimersByTime(500);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(signal.aborted).toBe(true);
  });

  test("leaves no timer", () => {
    const { signal, clear } = sendLimit(5_000, over);
    vi.advanceTimersByTime(1_200);
    clear();
    expect(vi.getTimerCount()).toBe(0);
    expect(signal.aborted).toBe(false);
  });
});

describe("P1: the start of a request", () => {
  test("is reported once, when the client adds a listener to the signal, and can be prevented there", () => {
    const begins = vi.fn();
    const limit = sendLimit(1_000, over, begins);
    expect(begins).not.toHaveBeenCalled();
    const stopped = vi.fn();
    begins.mockImplementation(() => limit.abort(over()));
    limit.signal.addEventListener("abort", stopped);
    limit.signal.addEventListener("abort", () => {});
    expect(begins).toHaveBeenCalledTimes(1);
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(limit.signal.aborted).toBe(true);
    limit.clear();
  });

  test("is detected for fetch, which then sends nothing", async () => {
    const limit = sendLimit(1_000, over, () => limit.abort(over()));
    await expect(fetch("http://127.0.0.1:9/", { signal: limit.signal })).rejects.toEqual(over());
    limit.clear();
  });
});
