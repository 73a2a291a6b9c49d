import { chmod, chown, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "./account.ts";
import { type Disk, mountDisk, noMounts } from "./mounts.ts";
import type { Launch, StoreProcess } from "./process.ts";
import { failCalls, noStrace, traceable } from "./strace.ts";

/** Something that is wrong with a disk, until it is made good again. */
export interface Trouble {
  readonly name: string;
  /** Why it cannot be made here. */
  readonly missing?: string | undefined;
  readonly launch?: Launch;
  /** What the error says, besides its code. */
  readonly hint?: RegExp;
  /** Makes the disk on which the folder lies, where it has one of its own. */
  mount?(): Promise<Disk>;
  /** @returns what makes it good again */
  strike(started: StoreProcess, account: Account, disk: Disk | undefined): Promise<Heal>;
}

type Heal = () => Promise<void>;

const nobody = 65_534;

function failing(calls: string, error: string): Trouble {
  return {
    name: `${calls} fails with ${error}`,
    missing: noStrace,
    launch: traceable,
    strike: (started) => failCalls(started, calls, error),
  };
}

export const outOfDescriptors: Trouble = {
  name: "there are no file descriptors left",
  launch: { by: ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"] },
  async strike(started) {
    await started.order({ do: "exhaust" });
    return () => started.order({ do: "free" });
  },
};

/** Only while no file is open for writing: the reservation of a claim prevents it. */
export const readOnlyDisk: Trouble = {
  name: "the file system is mounted anew, for reading alone",
  missing: noMounts,
  mount: mountDisk,
  async strike(_started, _account, disk) {
    await disk?.remount("ro");
    return async () => disk?.remount("rw");
  },
};

/** Known before a token is spent, and possible at any time after that. */
export const troubles: readonly Trouble[] = [
  failing("fsync,fdatasync", "EIO"),
  failing("link,linkat", "ENOSPC"),
  failing("openat,open", "EMFILE"),
  outOfDescriptors,
  {
    name: "the folder may not be written by its user any more",
    missing: process.getuid?.() === 0 ? undefined : "not run as root",
    launch: { uid: nobody },
    hint: /EACCES: .* belongs to uid 0, and this process runs as uid 65534/,
    async strike(_started, { folder }) {
      await chmod(folder, 0o555);
      await chown(folder, 0, 0);
      return () => chown(folder, nobody, nobody).then(() => chmod(folder, 0o700));
    },
  },
];

/** These strike only when a record is about to become the file. */
export const lateTroubles: readonly Trouble[] = [
  failing("rename,renameat,renameat2", "ENOSPC"),
  {
    name: "write fails with ENOSPC",
    missing: noStrace,
    launch: traceable,
    async strike(started, { folder }) {
      const names = await readdir(folder, { recursive: true });
      const room = names.find((name) => /\b1\..{36}\.commit$/.test(name)) ?? "";
      return failCalls(started, "write,pwrite64", "ENOSPC", join(folder, room));
    },
  },
];
