import { messageOf } from "../program/command-error.ts";
import { unlessInterrupted } from "../program/interrupt.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** A check of one thing. It changes nothing that lasts. */
export interface Check {
  /** The name, for programs, such as `redis-eviction`. */
  readonly name: string;
  /** What is checked, as the subject of "… could not be checked". */
  readonly subject: string;
  /** Resolves with at least one finding. If it throws, the check could not be made. */
  run(signal: AbortSignal): Promise<readonly Finding[]>;
}

/**
 * Runs a check. If it fails or gets no answer, that is a finding too.
 *
 * @throws the reason of the signal, if that aborts
 */
export async function runCheck(check: Check, signal: AbortSignal): Promise<readonly Finding[]> {
  const { name, subject } = check;
  try {
    return await inTime(signal, (both) => check.run(both));
  } catch (thrown) {
    signal.throwIfAborted();
    return [findingsOf(name).not_checked(`${subject} could not be checked: ${messageOf(thrown)}`)];
  }
}

/** The time limit of a check, in ms. Some clients queue commands forever if their server cannot be reached. */
const longest = 30_000;

/** A check has exceeded its time limit. */
export class NoAnswer extends Error {
  constructor() {
    super(`there was no answer within ${longest / 1_000} seconds`);
  }
}

/**
 * The result of `work`, which gets a signal that aborts when it takes too long.
 *
 * @throws {NoAnswer} then
 */
export async function inTime<T>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new NoAnswer()), longest);
  const both = AbortSignal.any([signal, late.signal]);
  try {
    return await unlessInterrupted(both, work(both));
  } finally {
    clearTimeout(timer);
  }
}
