import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sendLimit } from "../src/renewal/send-limit.ts";

const over = () => new Error("over");

describe("P4: the limit of a request", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("ends after its time, not before", () => {
    const { signal } = sendLimit(2_500, over);
    vi.advanceTimersByTime(2_499);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toEqual(over());
  });

  test("does not count the time in which the process was suspended: its answer may lie in the socket", () => {
    const { signal } = sendLimit(2_000, over);
    vi.advanceTimersByTime(1_500);
    vi.setSystemTime(Date.now() + 60_000);
    // The timer that fell due meanwhile fires first, before the socket is read.
    vi.advanceTimersByTime(500);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(signal.aborted).toBe(true);
  });

  test("leaves no timer behind", () => {
    const { signal, clear } = sendLimit(5_000, over);
    vi.advanceTimersByTime(1_200);
    clear();
    expect(vi.getTimerCount()).toBe(0);
    expect(signal.aborted).toBe(false);
  });
});

describe("P1: the beginning of a request", () => {
  test("is told once, when its client begins to listen to the signal, and can be stopped there", () => {
    const begins = vi.fn();
    const limit = sendLimit(1_000, over, begins);
    expect(begins).not.toHaveBeenCalled();
    const stopped = vi.fn();
    begins.mockImplementation(() => limit.abort(over()));
    limit.requestSignal.addEventListener("abort", stopped);
    limit.requestSignal.addEventListener("abort", () => {});
    expect(begins).toHaveBeenCalledTimes(1);
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(limit.signal.aborted).toBe(true);
    limit.clear();
  });

  test("is seen of fetch, which then sends nothing", async () => {
    const limit = sendLimit(1_000, over, () => limit.abort(over()));
    await expect(fetch("http://127.0.0.1:9/", { signal: limit.requestSignal })).rejects.toEqual(
      over(),
    );
    limit.clear();
  });
});
