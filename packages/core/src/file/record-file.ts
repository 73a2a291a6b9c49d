import { readFile, stat } from "node:fs/promises";
import { parseJson } from "../json.ts";
import type { Refusal, TokenRecord } from "../store.ts";
import { TokenError } from "../token-error.ts";
import { wrongField } from "../token-set.ts";
import { hasCode } from "./system-error.ts";

/** The layout of the file; a newer one is not read by an older program. */
const format = 1;

/** @throws {TokenError} `store_damaged` that names the file, when there is one that is not ours. */
export async function readRecord(path: string): Promise<TokenRecord | undefined> {
  try {
    const found = await stat(path);
    // Of a pipe there would be no end to the reading.
    if (!found.isFile()) throw damaged(path, "it is not a file");
    if (found.size > largest) throw damaged(path, `it is larger than ${largest} bytes`);
    return parseRecord(path, await readFile(path, "utf8"));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** No token set comes near it, in bytes. */
const largest = 4 * 1024 * 1024;

/** Whether the file is at this revision; 0 is that of no file. */
export async function isAtRevision(path: string, revision: number): Promise<boolean> {
  return ((await readRecord(path))?.revision ?? 0) === revision;
}

/** @throws {TokenError} `store_damaged` when there is a file that does not hold this revision. */
export async function checkRevision(path: string, revision: number): Promise<void> {
  const found = await readRecord(path);
  if (found && found.revision !== revision) throw damaged(path, `its revision is not ${revision}`);
}

export function writeRecord(record: TokenRecord): string {
  return `${JSON.stringify({ format, ...record }, undefined, 2)}\n`;
}

function parseRecord(path: string, text: string): TokenRecord {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) throw damaged(path, "it is no JSON object");
  if (!("format" in value)) throw damaged(path, `"format" is missing`);
  if (value.format !== format)
    throw damaged(path, `its format is not ${format}; is it a newer one?`);
  if (!isRecord(value)) throw damaged(path, "a field is missing or of a wrong type");
  const { revision, tokens, obtainedAt, unanswered, refusal, seeds } = value;
  return {
    revision,
    obtainedAt,
    ...(tokens && { tokens }),
    ...(unanswered !== undefined && { unanswered }),
    ...(refusal && { refusal }),
    ...(seeds && { seeds }),
  };
}

function isRecord(value: object): value is TokenRecord {
  const {
    revision,
    tokens,
    obtainedAt,
    unanswered,
    refusal,
    seeds,
  }: Partial<Record<keyof TokenRecord, unknown>> = value;
  return (
    isCount(revision) &&
    typeof obtainedAt === "number" &&
    (tokens === undefined || wrongField(tokens) === undefined) &&
    (unanswered === undefined || isCount(unanswered)) &&
    (refusal === undefined || isRefusal(refusal)) &&
    (seeds === undefined ||
      (Array.isArray(seeds) && seeds.every((seed) => typeof seed === "string")))
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

function damaged(path: string, why: string): TokenError {
  return new TokenError(
    "store_damaged",
    `${path} is not a token store of this library: ${why}. It was left as it is; move it away, then log in again.`,
  );
}
