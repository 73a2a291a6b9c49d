import { durationText } from "../../status/times.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Greeting } from "./greeting.ts";

const finding = findingsOf("clock");

/** A difference that providers usually accept, ms. */
const tolerated = 30_000;
/** The `Date` header has no fractions of a second, ms. */
const resolution = 1_000;

/** Compares the clock of this machine with that of a server. */
export function clockFinding(greeting: Greeting): Finding {
  const { origin, serverTime, localTime, uncertainty } = greeting;
  if (serverTime === undefined) {
    return finding.not_checked(`${origin} sends no Date, so the clock could not be compared.`);
  }
  const ahead = localTime - serverTime;
  if (Math.abs(ahead) - uncertainty - resolution <= tolerated) {
    return finding.ok(`The clock of this machine agrees with that of ${origin}.`);
  }
  const direction = ahead > 0 ? "ahead of" : "behind";
  return finding.warning(
    `The clock of this machine is ${durationText(Math.abs(ahead))} ${direction} that of ${origin}. ` +
      "Tokens are refreshed too early or too late, and signed requests are rejected. Synchronize the clock (NTP).",
  );
}
