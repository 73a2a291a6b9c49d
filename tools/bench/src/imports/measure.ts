import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { median } from "../report/median.ts";

const run = promisify(execFile);
const home = new URL("../..", import.meta.url);
const root = new URL("../../../..", import.meta.url);

/** So that what is imported is what users get: compiled, and up to date. */
export async function buildPackages(): Promise<void> {
  await run("npm", ["run", "build"], { cwd: root });
}

/** In fresh processes, in turns, minus the import of nothing; medians, ms. */
export async function measureImports(
  modules: readonly string[],
  rounds: number,
): Promise<readonly number[]> {
  const all = [nothing, ...modules];
  const samples = all.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, module] of all.entries()) samples[index]?.push(await importTime(module));
  }
  const [floor = 0, ...times] = samples.map(median);
  return times.map((time) => time - floor);
}

const nothing = new URL("./nothing.js", import.meta.url).href;

async function importTime(module: string): Promise<number> {
  const code = `const start = performance.now();
await import(${JSON.stringify(module)});
process.stdout.write(String(performance.now() - start));`;
  const args = ["--input-type=module", "--eval", code];
  const { stdout } = await run(process.execPath, args, { cwd: home });
  return Number(stdout);
}
