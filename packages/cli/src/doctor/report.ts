import type { Output } from "../program/output.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { Finding, FindingLevel } from "./finding.ts";

const words: Readonly<Record<FindingLevel, string>> = {
  ok: "ok",
  note: "note",
  warning: "warning",
  problem: "problem",
  not_checked: "not checked",
};

/** Writes one line for each finding, and at the end how many need an action. */
export function writeReport(output: Output, diagnoses: readonly Diagnosis[]): void {
  for (const { account, findings } of diagnoses) {
    for (const finding of findings) output.result(`${account}: ${lineOf(output, finding)}`);
  }
  const levels = diagnoses.flatMap(({ findings }) => findings).map(({ level }) => level);
  const count = (level: FindingLevel) => levels.filter((one) => one === level).length;
  const problems = counted(count("problem"), "problem");
  output.message(`${problems}, ${counted(count("warning"), "warning")}`);
}

/** A message of another program may have several lines. */
function lineOf(output: Output, { level, message }: Finding): string {
  const line = `${words[level]}: ${message.replaceAll(/\s*\n\s*/g, " ")}`;
  if (level === "problem") return output.red(line);
  return level === "warning" ? output.bold(line) : line;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
