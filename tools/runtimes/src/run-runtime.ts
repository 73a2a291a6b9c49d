import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnFiles } from "./file-trials.ts";
import { start } from "./program.ts";
import { bundleFor } from "./project.ts";
import { RefereeServer } from "./referee-server.ts";
import type { Kind, Runtime } from "./runtime.ts";
import type { Verdict } from "./trial-run.ts";
import { workerdConfig } from "./workerd-config.ts";

/** What a runtime has made of the scenario. */
export interface Outcome {
  readonly verdicts: readonly Verdict[];
  /** What the runtime itself has said, where it did not come to its end. */
  readonly broken?: string;
}

type Run = (runtime: Runtime, program: string, folder: string) => Promise<Outcome>;

const runs: Readonly<Record<Kind, Run>> = {
  process: runProcess,
  page: runPage,
  workerd: runWorkerd,
};

/** @param folder that of the project */
export const runRuntime: Run = (runtime, program, folder) =>
  runs[runtime.kind](runtime, program, folder);

async function runProcess({ flags }: Runtime, program: string, folder: string): Promise<Outcome> {
  await using referee = new RefereeServer();
  const url = await referee.listen();
  const { code, written } = await start(program, [...flags, "process.js", url], folder).exited;
  const broken = code === 0 ? undefined : `exit code ${code}: ${written}`;
  if (broken === undefined) await runOnFiles(referee, url, [program, ...flags], folder);
  return outcomeOf(referee, broken);
}

async function runWorkerd(_: Runtime, program: string, folder: string): Promise<Outcome> {
  await using referee = new RefereeServer();
  const url = await referee.listen();
  await writeFile(join(folder, "worker.js"), await bundleFor(folder, "worker"));
  await writeFile(join(folder, "config.capnp"), workerdConfig(url));
  const { code, written } = await start(program, ["test", "config.capnp"], folder).exited;
  return outcomeOf(referee, code === 0 ? undefined : `exit code ${code}: ${written}`);
}

const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** It is the page that says when it is at its end: a browser goes on. */
async function runPage(_: Runtime, program: string, folder: string): Promise<Outcome> {
  await using referee = new RefereeServer(await bundleFor(folder, "page"));
  const url = await referee.listen();
  const profile = await mkdtemp(join(tmpdir(), "refresh-once-profile-"));
  const browser = start(program, [...quiet, `--user-data-dir=${profile}`, url], folder);
  const ended = browser.exited.then(({ code, written }) => `exit code ${code}: ${written}`);
  const broken = await Promise.race([referee.done, ended]);
  browser.kill();
  await browser.exited;
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  return outcomeOf(referee, broken);
}

function outcomeOf({ verdicts }: RefereeServer, broken: string | undefined): Outcome {
  return { verdicts, ...(broken !== undefined && { broken }) };
}
