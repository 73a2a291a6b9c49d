import { statfs } from "node:fs/promises";
import { type Finding, findingsOf } from "../finding.ts";
import type { FilePlace } from "./file-place.ts";
import { mountOf } from "./mounts.ts";

const finding = findingsOf("file-system");

/** Whether the store is on a file system on which processes can agree, and that keeps files. */
export async function checkFileSystem({ target, folder }: FilePlace): Promise<Finding[]> {
  const mount = await mountOf(target);
  if (mount?.point === target) {
    return [
      finding.problem(
        `${target} itself is a mount point, so it cannot be replaced. Mount its folder instead.`,
      ),
    ];
  }
  const { type } = await statfs(folder);
  return [judge(mount?.type ?? typesByNumber.get(type), folder)];
}

/**
 * What the type of a file system means for a store.
 *
 * @param type as in `/proc/self/mountinfo`; `undefined` if it is not known
 */
export function judge(type: string | undefined, folder: string): Finding {
  if (type === undefined) return finding.not_checked(`The file system of ${folder} is not known.`);
  if (networkTypes.test(type)) {
    return finding.warning(
      `${folder} is on a network file system or a shared folder (${type}). Other machines may not see a claim in time, and a refresh token may be sent twice. Use a local disk, or a store in Redis or PostgreSQL.`,
    );
  }
  if (/^(tmpfs|ramfs)$/.test(type)) {
    return finding.warning(
      `${folder} is in memory (${type}): a restart of the machine deletes the login. Use a disk.`,
    );
  }
  if (/^(overlay|aufs)$/.test(type)) {
    return finding.warning(
      `${folder} is in the layer of a container (${type}), which is deleted with the container. Use a volume.`,
    );
  }
  return finding.ok(`${folder} is on a local file system (${type}).`);
}

const networkTypes =
  /^(nfs\d?|cifs|smb\w*|9p|afs|coda|ceph|lustre|gfs2?|ocfs2|glusterfs|virtiofs|vboxsf|prl_fs|fuse\.(sshfs|s3fs|goofys|rclone|gcsfuse|blobfuse2?|glusterfs|ceph|davfs|vmhgfs-fuse|grpcfuse|gvfsd-fuse|juicefs)|fuse\.mount-s3|davfs)$/;

/** The magic numbers of statfs(2), for systems that do not list their mounts. */
const typesByNumber: ReadonlyMap<number, string> = new Map([
  [0x6969, "nfs"],
  [0x517b, "smb"],
  [0xfe534d42, "smb2"],
  [0xff534d42, "cifs"],
  [0x01021997, "9p"],
  [0x5346414f, "afs"],
  [0x00c36400, "ceph"],
  [0xef53, "ext4"],
  [0x58465342, "xfs"],
  [0x9123683e, "btrfs"],
  [0x01021994, "tmpfs"],
  [0x794c7630, "overlay"],
]);
