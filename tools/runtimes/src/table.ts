import {
  type CaseName,
  clientCases,
  clientNames,
  fileCases,
  ownCases,
  requestCases,
  type Trial,
} from "../scenario/protocol.ts";
import type { Outcome } from "./run-runtime.ts";
import type { Kind, Runtime } from "./runtime.ts";

/** One line of the table, before it is written. */
export interface Row {
  readonly runtime: Runtime;
  /** Not known where the runtime is not there. */
  readonly version?: string;
  /** None where it was not run. */
  readonly outcome?: Outcome;
}

/** What a runtime is to be put through. */
export function trialsOf({ kind }: Runtime): readonly Trial[] {
  const ofClients = clientNames.flatMap((client) => clientCases.map((name) => ({ name, client })));
  const alone = [...ownCases, ...casesOf[kind]].map((name) => ({ name }));
  return [...ofClients, ...alone];
}

const casesOf = {
  process: fileCases,
  workerd: requestCases,
  page: [],
} as const satisfies Record<Kind, readonly CaseName[]>;

/** One line a failure: a trial without a verdict has failed, too. */
export function failuresOf({ runtime, outcome }: Row): readonly string[] {
  if (!outcome) return [];
  const { verdicts, broken } = outcome;
  const failures = trialsOf(runtime).flatMap((trial) => {
    const verdict = verdicts.find((one) => titleOf(one.trial) === titleOf(trial));
    if (!verdict) return [`${titleOf(trial)}: was not run`];
    return verdict.failure === undefined ? [] : [`${titleOf(trial)}: ${verdict.failure}`];
  });
  return broken === undefined ? failures : [broken, ...failures];
}

/** In Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const head = "| runtime | version | what was run | result |\n| --- | --- | --- | --- |";
  return [head, ...rows.map(lineOf)].join("\n");
}

function lineOf(row: Row): string {
  const { runtime, version = "", outcome } = row;
  const cells = [runtime.title, version, outcome ? whatWasRun(runtime) : "", resultOf(row)];
  return `| ${cells.join(" | ")} |`;
}

function whatWasRun({ kind, peers }: Runtime): string {
  const clients = `fetch, axios ${peers.axios}, openapi-fetch ${peers["openapi-fetch"]}; encryption, DPoP`;
  if (kind === "workerd") return `${clients}; requests that end`;
  return kind === "process" ? `${clients}; file store, two processes` : clients;
}

function resultOf(row: Row): string {
  if (!row.outcome) return "not run: it is not installed here";
  const all = trialsOf(row.runtime).length;
  const failures = failuresOf(row);
  return failures.length ? `**${failures.length} failed**` : `${all} of ${all} hold`;
}

function titleOf({ name, client }: Trial): string {
  return client ? `${name}, ${client}` : name;
}
