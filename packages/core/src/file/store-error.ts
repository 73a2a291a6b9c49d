import { dirname } from "node:path";
import { isTokenError, TokenError } from "../errors/index.ts";
import { isObject } from "../values/index.ts";
import { ownerOf } from "./owner.ts";
import { codeOf } from "./system-error.ts";

/** What could not be done with a store file. */
export interface FailedOperation {
  /** Of the store file. */
  readonly path: string;
  readonly what: "read" | "written";
}

/** The error of a file store's operation, as `store_failed`; an error that says more stays as it is. */
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
  if (code === "EXDEV") return ["the file is a mount of its own, mount its folder instead"];
  if (isLink(error) && /^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code)) {
    return ["its file system has no hard links, use another one"];
  }
  if (code !== "EACCES" && code !== "EPERM") return [];
  const owner = await foreignOwnerOf([path, `${path}.journal`, dirname(path)]);
  if (!owner) return [];
  return [`${owner.path} belongs to uid ${owner.uid}, and this process runs as uid ${owner.self}`];
}

function isLink(error: unknown): boolean {
  return isObject(error) && "syscall" in error && error.syscall === "link";
}

/** The first of these files that belongs to another user. */
async function foreignOwnerOf(paths: readonly string[]) {
  const self = process.geteuid?.();
  for (const path of paths) {
    const owner = await ownerOf(path);
    if (self !== undefined && owner && owner.uid !== self) return { path, uid: owner.uid, self };
  }
  return undefined;
}
