import type { RefreshFunction } from "@refresh-once/core";
import { vi } from "vitest";
import { gate as plainGate } from "./gate.ts";

/** Holds up refreshes until the case lets them go. */
export interface Gate {
  /** For the `around` of a lab: the grant is sent, and its answer is kept back. */
  readonly holdAnswer: (grant: RefreshFunction) => RefreshFunction;
  /** For the `around` of a lab: the grant is not sent yet. */
  readonly holdSending: (grant: RefreshFunction) => RefreshFunction;
  /** Until a refresh has come to the gate. */
  reached(): Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let waiting = 0;
  const { passed, open } = plainGate();
  const pass = () => {
    waiting++;
    return passed;
  };
  return {
    holdAnswer: (grant) => async (current, context) => {
      const tokens = await grant(current, context);
      await pass();
      return tokens;
    },
    holdSending: (grant) => async (current, context) => {
      await pass();
      return grant(current, context);
    },
    async reached() {
      await vi.waitUntil(() => waiting > 0, { interval: 1 });
    },
    open,
  };
}
