import type { TokenStore } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { diagnose } from "../../src/doctor/diagnosis.ts";

/**
 * What one check of `doctor` finds out about an account with this store, as lines such as `warning: …`. The account
 * has a refresh function of its own.
 */
export async function diagnosed(store: TokenStore | undefined, check: string): Promise<string[]> {
  const refresh = async () => {
    throw new Error("doctor refreshes nothing");
  };
  const account = { name: "oro", options: { refresh, ...(store && { store }) }, origins: [] };
  const { findings } = await diagnose(account, new AbortController().signal);
  return findings
    .filter((finding) => finding.check === check)
    .map(({ level, message }) => `${level}: ${message}`);
}

/** The same for a file store. */
export function diagnosedFile(path: string, check: string): Promise<string[]> {
  return diagnosed(fileStore(path), check);
}
