import type { Command } from "./command.ts";
import { machine } from "./report/machine.ts";
import { findingsText, targetsText } from "./report/page.ts";
import { writePage } from "./report/write-page.ts";
import type { Findings } from "./subject.ts";
import { subjects } from "./subjects.ts";

/** Measures one subject after the other, and prints each as soon as it is known. */
export async function runSubjects({ names, isQuick, isWritten, flags }: Command): Promise<void> {
  const about = machine();
  console.log(`${about}\n`);
  const all: Findings[] = [];
  for (const name of names) {
    const subject = await subjects[name]();
    const findings = await subject.measure({ isQuick, flags });
    console.log(`${findingsText(findings)}\n`);
    all.push(findings);
  }
  const targets = targetsText(all);
  if (targets) console.log(targets);
  if (isWritten) await writePage(about, all);
}
