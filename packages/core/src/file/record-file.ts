import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { TokenError } from "../errors/index.ts";
import { descendsFrom, isTokenRecord, recordOf, type TokenRecord } from "../store/index.ts";
import { parseJson } from "../values/index.ts";
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

/** Whether the file is at this revision; without a file, that is 0. */
export async function isAtRevision(path: string, revision: number): Promise<boolean> {
  return ((await readRecord(path))?.revision ?? 0) === revision;
}

/** Whether a record may replace the file: it is the next one, of the same history. */
export async function isNext(path: string, next: TokenRecord): Promise<boolean> {
  const current = await readRecord(path);
  return (current?.revision ?? 0) === next.revision - 1 && descendsFrom(next, current);
}

/** @throws {TokenError} `store_damaged` if there is a file that does not hold this revision */
export async function readRevision(
  path: string,
  revision: number,
): Promise<TokenRecord | undefined> {
  const found = await readRecord(path);
  if (found && found.revision !== revision) throw damaged(path, `its revision is not ${revision}`);
  return found;
}

/**
 * The content of the file. Not indented: that would make a nested `extra` many times as long.
 * @param commit the id of the commit, by which others can complete it
 * @throws {RangeError} if `readRecord` would refuse it
 */
export function writeRecord(record: TokenRecord, commit: string): string {
  const content = JSON.stringify({ format, commit, ...record });
  const text = `${content.slice(0, -1)},"checksum":"${checksumOf(content)}"}\n`;
  if (Buffer.byteLength(text) > largest) {
    throw new RangeError(`The tokens are larger than ${largest} bytes`);
  }
  if (!isTokenRecord(parseJson(text))) throw new RangeError("The tokens are no token record");
  return text;
}

/**
 * The record in a file that its writer may not have completed; `undefined` if it is not whole. Only here
 * the checksum counts: a store file may have been edited by hand.
 */
export async function readIfWhole(path: string): Promise<TokenRecord | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > largest) return undefined;
  const text = await readFile(path, "utf8").catch(() => "");
  const [, start, checksum] = /^(\{.*),"checksum":"([\w-]+)"\}\s*$/s.exec(text) ?? [];
  if (checksum === undefined || checksumOf(`${start}}`) !== checksum) return undefined;
  return parseRecord(path, text);
}

function checksumOf(content: string): string {
  return createHash("sha256").update(content).digest("base64url");
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
