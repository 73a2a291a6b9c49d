import type { TokenStore } from "@refresh-once/core";
import type { Account } from "../accounts/account.ts";
import { locationOf } from "../accounts/store-location.ts";
import { messageOf } from "../program/command-error.ts";
import { inTime, NoAnswer } from "./check.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** The result of reading the store of an account. */
export interface Reading {
  readonly findings: readonly Finding[];
  /** Whether the store answers, so that more can be asked. */
  readonly answers: boolean;
}

/** Finds out whether the account has a store, and what is in it can be read. */
export async function readStore({ options }: Account, signal: AbortSignal): Promise<Reading> {
  if (!options.store) return { findings: [withoutStore], answers: false };
  const { finding, answers } = await read(options.store, signal);
  return {
    findings: locationOf(options.store) ? [finding] : [finding, ofAnotherKind],
    answers,
  };
}

const store = findingsOf("store");

const withoutStore = store.note(
  "The account has no store: its tokens are in the memory of the program, and end with it. " +
    "If the provider rotates refresh tokens, add a store.",
);

const ofAnotherKind = store.not_checked(
  "The store is not one of this library, so nothing but reading could be checked.",
);

async function read(
  tokens: TokenStore,
  signal: AbortSignal,
): Promise<{ finding: Finding; answers: boolean }> {
  try {
    const record = await inTime(signal, () => tokens.read());
    const finding = store.ok(record ? "The stored record can be read." : "The store is empty.");
    return { finding, answers: true };
  } catch (thrown) {
    signal.throwIfAborted();
    const finding = store.problem(`The store cannot be read: ${messageOf(thrown)}`);
    return { finding, answers: !(thrown instanceof NoAnswer) };
  }
}
