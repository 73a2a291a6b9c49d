import type { Stats } from "node:fs";
import { lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { FileLocation } from "../../accounts/store-location.ts";

/** A store file and what is around it. */
export interface FilePlace extends FileLocation {
  /** The path with symbolic links resolved. The store replaces this file. */
  readonly target: string;
  /** Whether the path itself is a symbolic link. */
  readonly isLink: boolean;
  /** The store file; `undefined` if it does not exist yet. */
  readonly file: Stats | undefined;
  /** The folder for claims and replies, beside the file. */
  readonly journal: string;
  readonly journalStats: Stats | undefined;
  /** The folder of the file or, if that does not exist yet, the nearest folder above it that exists. */
  readonly folder: string;
  readonly folderStats: Stats;
  /** Whether the folder of the file exists. */
  readonly isFolderThere: boolean;
}

/** Looks at a store file and its surroundings. */
export async function filePlaceOf(location: FileLocation): Promise<FilePlace> {
  const { path } = location;
  const target = await targetOf(path);
  const journal = `${target}.journal`;
  const [file, journalStats, link] = await Promise.all([
    ifThere(stat(target)),
    ifThere(stat(journal)),
    ifThere(lstat(path)),
  ]);
  const { folder, folderStats } = await existingFolder(dirname(target));
  return {
    ...location,
    ...{ target, file, journal, journalStats, folder, folderStats },
    isLink: link?.isSymbolicLink() ?? false,
    isFolderThere: folder === dirname(target),
  };
}

/** Resolves symbolic links, also of a file that does not exist yet. */
async function targetOf(path: string): Promise<string> {
  const target = await ifThere(realpath(path));
  if (target !== undefined) return target;
  const link = await ifThere(lstat(path));
  if (link?.isSymbolicLink()) return targetOf(resolve(dirname(path), await readlink(path)));
  const parent = dirname(path);
  return parent === path ? path : join(await targetOf(parent), basename(path));
}

async function existingFolder(path: string): Promise<{ folder: string; folderStats: Stats }> {
  const folderStats = await ifThere(stat(path));
  if (folderStats || dirname(path) === path) {
    return { folder: path, folderStats: folderStats ?? (await stat(path)) };
  }
  return existingFolder(dirname(path));
}

/** `undefined` if the file does not exist. */
async function ifThere<T>(looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The code of a system error, such as `EACCES`; `"unknown"` for another error. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : "unknown";
}
