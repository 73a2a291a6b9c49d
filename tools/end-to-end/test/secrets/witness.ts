import { inspect } from "node:util";
import type { TokenEvent } from "@refresh-once/core";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { type Bank, openBank } from "./bank.ts";
import { type Open, opening } from "./failures.ts";
import { marksIn } from "./marks.ts";
import { shown } from "./shown.ts";

/** Managers at a bank, and everything that is said while the tests of a file use them. */
export interface Witness {
  readonly bank: { readonly origin: string };
  readonly open: Open;
  /**
   * As `open`, for renewals that fail: their deadline is shorter than the first wait between two
   * requests, so that callers learn of the failure at once.
   */
  readonly openImpatient: Open;
  /** What listeners, a console or a stream got in this test, and warnings. */
  readonly told: readonly unknown[];
  /** The types of the events of all tests. */
  readonly events: ReadonlySet<TokenEvent["type"]>;
  /** None of the secrets is in any of these, nor in what was told. */
  expectSilent(...seen: readonly unknown[]): void;
}

/** Listens to everything in each test of a file. */
export function useWitness(): Witness {
  const events = new Set<TokenEvent["type"]>();
  const told: unknown[] = [];
  const open = opening((event) => {
    events.add(event.type);
    told.push(event);
  });
  let bank: Bank | undefined;
  const complain = (reason: unknown) => void told.push(reason);

  beforeEach(async () => {
    bank = await openBank();
    told.length = 0;
    process.on("warning", complain);
    listenToOutput(told);
  });
  afterEach(async () => {
    process.off("warning", complain);
    vi.restoreAllMocks();
    await bank?.[Symbol.asyncDispose]();
  });

  return {
    bank: {
      get origin() {
        if (!bank) throw new Error("the bank is not open yet");
        return bank.origin;
      },
    },
    open,
    openImpatient: (options, seeded) => open({ refreshDeadline: 900, ...options }, seeded),
    told,
    events,
    expectSilent(...seen) {
      for (const one of [...seen, ...told]) expect(marksIn(shown(one)), inspect(one)).toEqual([]);
    },
  };
}

/** Records what is written to the console and to the streams of the process. */
function listenToOutput(told: unknown[]): void {
  for (const method of ["debug", "log", "info", "warn", "error", "trace"] as const) {
    vi.spyOn(console, method).mockImplementation((...of: unknown[]) => void told.push(of));
  }
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    vi.spyOn(stream, "write").mockImplementation((...of: unknown[]) => {
      told.push(of[0]);
      return Reflect.apply(write, stream, of);
    });
  }
}
