import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file with tokens, in a folder that goes again. */
export interface TokenFile extends AsyncDisposable {
  readonly path: string;
}

export async function tokenFile(tokens: object): Promise<TokenFile> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-bench-"));
  const path = join(folder, "tokens.json");
  await writeFile(path, JSON.stringify(tokens), { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
