import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileRounds } from "./judge.ts";
import { type Exit, type Program, start } from "./program.ts";
import type { RefereeServer } from "./referee-server.ts";

/** Starts the process of the scenario that works on a file, for some rounds with another one, or 0 by itself. */
type Worker = (path: string, rounds: number) => Program;

/** Where a runtime has files: processes of it on one of them. */
export async function runOnFiles(
  referee: RefereeServer,
  url: string,
  [program = "", ...flags]: readonly string[],
  folder: string,
): Promise<void> {
  const worker: Worker = (path, rounds) =>
    start(program, [...flags, "file-process.js", url, path, String(rounds)], folder);
  const files = await mkdtemp(join(tmpdir(), "refresh-once-files-"));
  try {
    await twoProcesses(referee, worker, join(files, "two", "tokens.json"));
    await killedProcess(referee, worker, join(files, "killed", "tokens.json"));
  } finally {
    await rm(files, { recursive: true });
  }
}

async function twoProcesses(referee: RefereeServer, worker: Worker, path: string): Promise<void> {
  await referee.begin({ name: "two processes, one file" });
  const workers = [worker(path, fileRounds), worker(path, fileRounds)];
  const exits = await Promise.all(
    workers.map(async ({ exited }) => {
      const exit = await exited;
      // The other one would wait for it.
      if (exit.code !== 0) for (const other of workers) other.kill();
      return exit;
    }),
  );
  await referee.end(factsOf(exits));
}

/** It dies while its refresh token is underway, and has not been answered. */
async function killedProcess(referee: RefereeServer, worker: Worker, path: string): Promise<void> {
  const run = await referee.begin({ name: "a killed process" });
  run.server.expireAccessTokens();
  run.server.fault("rfc6749", { kind: "hang" });
  const killed = worker(path, 0);
  const sent = run.until(({ tokenRequests }) => tokenRequests === 1);
  const early = await Promise.race([sent, killed.exited]);
  if (early) return referee.end(factsOf([early]));
  killed.kill();
  await killed.exited;
  await referee.end(factsOf([await worker(path, 0).exited]));
}

function factsOf(exits: readonly Exit[]): Readonly<Record<string, unknown>> {
  const failed = exits.find(({ code }) => code !== 0);
  return failed ? { failure: `exit code ${failed.code}: ${failed.written}` } : {};
}
