import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeTokenRecord } from "@refresh-once/core/store";

/** A folder for stores that every user may enter. */
export interface StoreFolder extends AsyncDisposable {
  /** Above the folder of the stores. */
  readonly root: string;
  /** The folder of the stores, with mode 700. */
  readonly path: string;
  /** The path of a store, which is empty. */
  readonly store: string;
  /** Writes a record into the store. */
  fill(): Promise<void>;
}

/** Makes such a folder below that of temporary files. */
export async function storeFolder(): Promise<StoreFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "refresh-once-doctor-")));
  await chmod(root, 0o755);
  const path = join(root, "tokens");
  await mkdir(path, { mode: 0o700 });
  const store = join(path, "oro.json");
  const record = writeTokenRecord({ revision: 1, obtainedAt: 0, tokens: { accessToken: "one" } });
  return {
    ...{ root, path, store },
    fill: () => writeFile(store, record, { mode: 0o600 }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}
