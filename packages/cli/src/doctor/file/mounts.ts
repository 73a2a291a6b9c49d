import { readFile } from "node:fs/promises";

/** A mounted file system. */
export interface Mount {
  /** Where it is mounted: a folder or, in containers, sometimes a file. */
  readonly point: string;
  /** Its type, such as `ext4`, `nfs4` or `fuse.sshfs`. */
  readonly type: string;
}

/** The mount that a path belongs to; `undefined` if the system does not list its mounts, as all but Linux. */
export async function mountOf(path: string): Promise<Mount | undefined> {
  const text = await readFile("/proc/self/mountinfo", "utf8").catch(() => "");
  return mountIn(text, path);
}

/**
 * Finds the mount of a path in the text of `/proc/self/mountinfo`: the one with the longest mount point, and the last
 * one of several at the same point, because it covers the others.
 *
 * @see {@link https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html proc_pid_mountinfo(5)}
 */
export function mountIn(mountinfo: string, path: string): Mount | undefined {
  let found: Mount | undefined;
  for (const line of mountinfo.split("\n")) {
    const [place = "", source = ""] = line.split(" - ");
    const point = unescaped(place.split(" ")[4] ?? "");
    const [type = ""] = source.split(" ");
    const isAbove = point === "/" || path === point || path.startsWith(`${point}/`);
    if (point === "" || !isAbove) continue;
    if (!found || point.length >= found.point.length) found = { point, type };
  }
  return found;
}

/** Spaces in paths are written as `\040`. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
