/** Told what happens while it happens, in lines to be read. */
export type Print = (line: string) => void;

/** As many as anybody reads. */
const most = 100;

/** What nothing explains; each is printed when it is found. */
export class Problems {
  readonly all: string[] = [];
  readonly #print: Print;
  readonly #begun = performance.now();

  constructor(print: Print) {
    this.#print = print;
  }

  add(description: string): void {
    if (this.all.length === most) return;
    this.all.push(description);
    const seconds = (performance.now() - this.#begun) / 1000;
    this.#print(`PROBLEM after ${seconds.toFixed(1)} s: ${description}`);
  }
}

/** The last lines of a report: what is wrong, or that nothing is. */
export function verdictOn(problems: readonly string[], allIsWell: string): string {
  if (problems.length === 0) return allIsWell;
  return problems.map((problem) => `FAILED ${problem}`).join("\n");
}
