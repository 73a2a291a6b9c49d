import { execFile, spawnSync } from "node:child_process";
import { appendFile, mkdtemp, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Why nothing can be mounted here, and what to do about it; `undefined` where it can. */
export const noMounts = whyNoMounts();

function whyNoMounts(): string | undefined {
  const { error, status, stderr } = spawnSync("unshare", [
    "-m",
    "mount",
    "-t",
    "tmpfs",
    "none",
    "/mnt",
  ]);
  if (!error && status === 0) return undefined;
  return `mount is not permitted (run as root; docker run --cap-add SYS_ADMIN): ${String(error ?? stderr).trim()}`;
}

/** A disk of its own, of 64 KiB. */
export interface Disk extends AsyncDisposable {
  readonly folder: string;
  remount(option: "ro" | "rw"): Promise<void>;
  /** Leaves not a byte of room on it. */
  fill(): Promise<void>;
  /** Gives the room back. */
  empty(): Promise<void>;
}

export async function mountDisk(): Promise<Disk> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-disk-"));
  await run("mount", ["-t", "tmpfs", "-o", "size=64k,mode=0755", "none", folder]);
  const filler = join(folder, "filler");
  return {
    folder,
    async fill() {
      for (let bytes = 4_096; bytes >= 1; bytes /= 2) {
        const piece = Buffer.alloc(bytes);
        for (;;) if (!(await appended(filler, piece))) break;
      }
    },
    empty: () => rm(filler),
    remount: async (option) => {
      await run("mount", ["-o", `remount,${option}`, folder]);
    },
    async [Symbol.asyncDispose]() {
      await run("umount", ["--lazy", folder]);
      await rmdir(folder);
    },
  };
}

async function appended(path: string, piece: Buffer): Promise<boolean> {
  try {
    await appendFile(path, piece);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}

/** Mounts a file upon itself, as a container does with one that is bound into it. */
export async function bindFile(path: string): Promise<AsyncDisposable> {
  await run("mount", ["--bind", path, path]);
  return {
    async [Symbol.asyncDispose]() {
      await run("umount", [path]);
    },
  };
}
