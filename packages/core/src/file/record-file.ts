import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { TokenError } from "../errors/index.ts";
import { descendsFrom, isTokenRecord, recordOf, type TokenRecord } from "../store/index.ts";
import { parseJson } from "../values/index.ts";
import { hasCode } from "./system-error.ts";

/** The version of the file format. A program does not read a file of another version. */
const format = 1;

/**
 * Reads the store file; `undefined` if it does not exist.
 *
 * @throws {TokenError} `store_damaged`, with the path, if the file does not hold a token record
 */
export async function readRecord(path: string): Promise<TokenRecord | undefined> {
  try {
    const found = await stat(path);
    // Reading a named pipe would never return.
    if (!found.isFile()) throw damaged(path, "it is not a regular file");
    if (found.size > largest) throw damaged(path, `it is larger than ${largest} bytes`);
    return parseRecord(path, await readFile(path, "utf8"));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** The largest accepted file, in bytes, far above any token set. */
const largest = 4 * 1024 * 1024;

/** Whether the store file is at this revision. A missing file is at revision 0. */
export async function isAtRevision(path: string, revision: number): Promise<boolean> {
  return ((await readRecord(path))?.revision ?? 0) === revision;
}

/** Whether a record may replace the store file: it has the next revision and belongs to the same history. */
export async function isNext(path: string, next: TokenRecord): Promise<boolean> {
  const current = await readRecord(path);
  return (current?.revision ?? 0) === next.revision - 1 && descendsFrom(next, current);
}

/**
 * Reads a file of the journal that must hold this revision; `undefined` if it does not exist.
 *
 * @throws {TokenError} `store_damaged` if it holds anything else
 */
export async function readRevision(
  path: string,
  revision: number,
): Promise<TokenRecord | undefined> {
  const found = await readRecord(path);
  if (found && found.revision !== revision) throw damaged(path, `its revision is not ${revision}`);
  return found;
}

/**
 * Formats the content of the store file. It is not indented, because indentation would multiply the size
 * of a deeply nested `extra`.
 *
 * @param commit the id of the commit; other processes need it to complete the commit
 * @throws {RangeError} if `readRecord` would reject the content
 */
export function writeRecord(record: TokenRecord, commit: string): string {
  const content = JSON.stringify({ format, commit, ...record });
  const text = `${content.slice(0, -1)},"checksum":"${checksumOf(content)}"}\n`;
  if (Buffer.byteLength(text) > largest) {
    throw new RangeError(`The tokens are larger than ${largest} bytes`);
  }
  if (!isTokenRecord(parseJson(text)))
    throw new RangeError("The tokens cannot be stored: they do not form a valid token record");
  return text;
}

/**
 * Reads a record that its writer may not have completed; `undefined` if it is incomplete. The checksum is
 * verified only here, because a user may have edited the store file by hand.
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

/** The commit id in a file; empty if the file has none, `undefined` if the file does not exist. */
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
  if (typeof value !== "object" || value === null) throw damaged(path, "it is not a JSON object");
  if (!("format" in value)) throw damaged(path, `"format" is missing`);
  if (value.format !== format)
    throw damaged(
      path,
      `its format is not ${format}; a newer version of this library may have written it`,
    );
  const record = recordOf(value);
  if (!record) throw damaged(path, "a field is missing or of a wrong type");
  return record;
}

function damaged(path: string, why: string): TokenError {
  return new TokenError(
    "store_damaged",
    `The file ${path} is not a token store of this library: ${why}. The file was not changed. Move it away, then log in again.`,
  );
}
