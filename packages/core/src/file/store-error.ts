import { dirname } from "node:path";
import { isTokenError, TokenError } from "../errors/index.ts";
import { isObject } from "../values/index.ts";
import { ownerOf } from "./owner.ts";
import { codeOf } from "./system-error.ts";

/** An operation on a store file that failed. */
export interface FailedOperation {
  /** The path of the store file. */
  readonly path: string;
  readonly what: "read" | "written";
}

/** Turns the error of a failed operation into a `store_failed` error. A `TokenError` is returned unchanged. */
export async function asStoreFailure(
  error: unknown,
  { path, what }: FailedOperation,
): Promise<unknown> {
  if (isTokenError(error)) return error;
  const code = codeOf(error) ?? nameOf(error);
  const reason = [code, ...(await hintsAt(error, path))].join(": ");
  return new TokenError(
    "store_failed",
    `The token store ${path} cannot be ${what} (${reason}). No token was spent.`,
    { cause: error },
  );
}

function nameOf(error: unknown): string {
  return isObject(error) && "name" in error ? String(error.name) : "unknown";
}

async function hintsAt(error: unknown, path: string): Promise<string[]> {
  const code = codeOf(error) ?? "";
  if (code === "EXDEV") return ["the file itself is a mount point; mount its folder instead"];
  if (isLink(error) && /^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code)) {
    return ["the file system has no hard links; put the store on another file system"];
  }
  if (code !== "EACCES" && code !== "EPERM") return [];
  const owner = await foreignOwnerOf([path, `${path}.journal`, dirname(path)]);
  if (!owner) return [];
  return [`${owner.path} belongs to uid ${owner.uid}, and this process runs as uid ${owner.self}`];
}

function isLink(error: unknown): boolean {
  return isObject(error) && "syscall" in error && error.syscall === "link";
}

/** Finds the first of these files that belongs to another user. */
async function foreignOwnerOf(paths: readonly string[]) {
  const self = process.geteuid?.();
  for (const path of paths) {
    const owner = await ownerOf(path);
    if (self !== undefined && owner && owner.uid !== self) return { path, uid: owner.uid, self };
  }
  return undefined;
}
