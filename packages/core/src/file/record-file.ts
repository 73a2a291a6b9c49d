import { readFile, stat } from "node:fs/promises";
import { parseJson } from "../json.ts";
import { isTokenRecord, recordOf } from "../record-shape.ts";
import type { TokenRecord } from "../store.ts";
import { TokenError } from "../token-error.ts";
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

/**
 * The content of the file. Not indented: of a nested `extra` that would make many times as much.
 * @param commit the id of the commit, by which others can bring it to its end
 * @throws {RangeError} when it is what `readRecord` would refuse
 */
export function writeRecord(record: TokenRecord, commit: string): string {
  const text = `${JSON.stringify({ format, commit, ...record })}\n`;
  if (Buffer.byteLength(text) > largest) {
    throw new RangeError(`The tokens are larger than ${largest} bytes`);
  }
  if (!isTokenRecord(parseJson(text))) throw new RangeError("The tokens are no token record");
  return text;
}

/** The id of the commit in a file; empty where it has none, `undefined` where there is no file. */
export async function readCommit(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    const value = found.isFile() ? parseJson(await readFile(path, "utf8")) : undefined;
    if (typeof value !== "object" || value === null || !("commit" in value)) return "";
    const { commit } = value;
    return typeof commit === "string" && /^[\da-f-]{36}$/.test(commit) ? commit : "";
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

function parseRecord(path: string, text: string): TokenRecord {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) throw damaged(path, "it is no JSON object");
  if (!("format" in value)) throw damaged(path, `"format" is missing`);
  if (value.format !== format)
    throw damaged(path, `its format is not ${format}; is it a newer one?`);
  const record = recordOf(value);
  if (!record) throw damaged(path, "a field is missing or of a wrong type");
  return record;
}

function damaged(path: string, why: string): TokenError {
  return new TokenError(
    "store_damaged",
    `${path} is not a token store of this library: ${why}. It was left as it is; move it away, then log in again.`,
  );
}
