import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuthorizationServer } from "@refresh-once/testing";
import { transform } from "esbuild";
import { runNode } from "../run-node.ts";
import { startFront } from "./front.ts";
import type { Row } from "./rows.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** Where a quick start runs, and against what. */
export interface Stage {
  readonly project: string;
  readonly server: AuthorizationServer;
  /** The URL of a database, where it needs one. */
  readonly database: string;
}

/** Runs the code of a page, as it is, in a project; gives what was not as the row says. */
export async function runQuickStart(row: Row, code: string, stage: Stage): Promise<string[]> {
  const { project, server } = stage;
  await cp(fixtures, project, { recursive: true, filter: (path) => !path.endsWith("types") });
  const compiled = await transform(code, { loader: "ts", target: "node20" });
  await writeFile(join(project, "quick-start.mjs"), compiled.code);
  await using front = await startFront(server, row.hosts);
  const env = { ...row.env(server, stage.database), LOOPBACK_PORT: `${front.port}` };
  const runs = row.stores ? [row, secondRunOf(row)] : [row];
  const strangers = () => front.strangers.map((host) => `it has asked ${host || "no host"}`);
  for (const run of runs) {
    const complaints = await runOnce(run, stage, env);
    if (complaints.length > 0) return [...complaints, ...strangers()];
  }
  return strangers();
}

/** Counters go on counting: no further refresh, and as many requests again. */
function secondRunOf(row: Row): Row {
  const { expected, printsAgain } = row;
  const { accepted } = expected;
  return {
    ...row,
    ...(printsAgain && { prints: printsAgain }),
    expected: { ...expected, ...(accepted !== undefined && { accepted: accepted * 2 }) },
  };
}

async function runOnce(
  row: Row,
  { project, server }: Stage,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const program = row.database ? ["and-exit.mjs", "./quick-start.mjs"] : ["quick-start.mjs"];
  const { code, printed } = await runNode(project, ["--import", "./loopback.mjs", ...program], env);
  if (code !== 0)
    return [`it ended with ${code ?? "a signal, as it did not end by itself"}:\n${printed}`];
  if (row.prints && !row.prints.test(printed))
    return [`it has not printed ${row.prints}:\n${printed}`];
  return differences(row, server);
}

function differences({ expected, provider }: Row, server: AuthorizationServer): string[] {
  const counted = new Map(Object.entries(server.counters(provider)));
  return Object.entries(expected)
    .filter(([name, count]) => counted.get(name) !== count)
    .map(
      ([name, count]) => `the server has counted ${counted.get(name)} ${name} instead of ${count}`,
    );
}
