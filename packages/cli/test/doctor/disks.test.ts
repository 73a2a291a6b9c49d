import { execFile, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { judge } from "../../src/doctor/file/file-system.ts";
import { mountIn } from "../../src/doctor/file/mounts.ts";
import { commandLine } from "../running/command.ts";
import { diagnosedFile } from "./diagnosed.ts";
import { type StoreFolder, storeFolder } from "./store-folder.ts";

const run = promisify(execFile);

let folder: StoreFolder;

beforeEach(async () => {
  folder = await storeFolder();
  return () => folder[Symbol.asyncDispose]();
});

const mounts = spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

describe.skipIf(!mounts)("on a small disk of its own", () => {
  beforeEach(async () => {
    await run("mount", ["-t", "tmpfs", "-o", "size=1m,nr_inodes=99", "none", folder.path]);
    return async () => run("umount", ["--lazy", folder.path]);
  });

  test("little space and few inodes are warnings", async () => {
    expect(await diagnosedFile(folder.store, "file-space")).toEqual([
      expect.stringMatching(/^warning: .* has only 1\.0 MiB of free space/),
      expect.stringMatching(/^warning: .* has only 9\d free inodes/),
    ]);
  });

  test("a disk that is only in memory is a warning", async () => {
    expect(await diagnosedFile(folder.store, "file-system")).toEqual([
      expect.stringMatching(/^warning: .* is in memory \(tmpfs\)/),
    ]);
  });

  test("a read-only disk is a problem", async () => {
    await run("mount", ["-o", "remount,ro", folder.path]);
    expect(await diagnosedFile(folder.store, "file-access")).toEqual([
      `problem: ${folder.path}: the file system is read-only (EROFS). Nothing can be stored there.`,
    ]);
  });

  test("a full disk is a problem", async () => {
    await writeFile(`${folder.path}/filler`, Buffer.alloc(2_097_152)).catch(() => {});
    expect(await diagnosedFile(folder.store, "file-access")).toEqual([
      expect.stringMatching(/^problem: .*: the disk is full, or has no free inodes \(ENOSPC\)/),
    ]);
  });
});

test.skipIf(!mounts)("a file that is mounted without its folder is a problem", async () => {
  await folder.fill();
  await run("mount", ["--bind", folder.store, folder.store]);
  try {
    expect(await diagnosedFile(folder.store, "file-system")).toEqual([
      `problem: ${folder.store} itself is a mount point, so it cannot be replaced. Mount its folder instead.`,
    ]);
  } finally {
    await run("umount", [folder.store]);
  }
});

const mountinfo = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 22 0:45 / /srv rw,relatime shared:30 - nfs4 nas:/srv rw,vers=4.2
37 22 0:46 / /home/ann/my\\040disk rw,nosuid - fuse.sshfs ann@nas:/ rw,user_id=1000
38 22 0:47 / /tmp rw - tmpfs none rw
39 22 254:0 /t /tmp rw - ext4 /dev/vda rw`;

const places: readonly [path: string, type: string, level: string][] = [
  ["/var/lib/oro.json", "ext4", "ok"],
  ["/srv/oro.json", "nfs4", "warning"],
  ["/srv2/oro.json", "ext4", "ok"],
  ["/home/ann/my disk/oro.json", "fuse.sshfs", "warning"],
  // Mounted over the other one.
  ["/tmp/oro.json", "ext4", "ok"],
];

test.each(places)("%s is on %s, which is: %s", (path, type, level) => {
  expect(mountIn(mountinfo, path)?.type).toBe(type);
  expect(judge(type, path)).toMatchObject({ level, message: expect.stringContaining(`(${type})`) });
});

test.each(["nfs", "cifs", "smb3", "9p", "fuse.sshfs", "virtiofs", "ceph"])(
  "%s is a network file system",
  (type) => {
    expect(judge(type, "/srv").message).toContain("a refresh token may be sent twice");
  },
);

const hasStrace = spawnSync("strace", ["-qq", "-e", "trace=none", "true"]).status === 0;

/** The command with a file system that does something else than some calls. */
function withCalls(calls: string, result: string): Promise<string> {
  const inject = ["-e", `trace=${calls}`, "-e", `inject=${calls}:${result}`];
  const trace = ["-f", "-qq", "-o", "/dev/null", ...inject];
  const doctor = commandLine(["doctor", "--store", `file:${folder.store}`]);
  // One thread makes all calls, because strace counts them for each thread.
  const env = { ...process.env, UV_THREADPOOL_SIZE: "1" };
  return run("strace", [...trace, ...doctor], { cwd: folder.root, env }).then(
    ({ stdout }) => stdout,
    (failed: { stdout: string }) => failed.stdout,
  );
}

describe.skipIf(!hasStrace)("a file system", () => {
  test("without hard links is a problem", async () => {
    expect(await withCalls("link,linkat", "error=EPERM")).toMatch(
      /^default: problem: In .*the file system cannot make hard links \(EPERM\)/m,
    );
  });

  test("whose links are not exclusive is a problem", async () => {
    expect(await withCalls("link,linkat", "retval=0:when=2+")).toMatch(
      /^default: problem: In .*the file system cannot make hard links \(no error for a taken name\)/m,
    );
  });

  test("that cannot sync files is a problem", async () => {
    expect(await withCalls("fsync", "error=EINVAL")).toMatch(
      /^default: problem: In .*the file system cannot sync files \(EINVAL\)/m,
    );
  });
});
