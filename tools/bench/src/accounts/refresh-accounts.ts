import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTokenManager } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { machineClock } from "../clock.ts";

/** Long enough for all of them, ms: the bench counts how long they take. */
const refreshDeadline = 3_600_000;

const none = { accessToken: "" };

/**
 * Renews the tokens of many accounts at once, which are all in their files.
 *
 * @param folderOf the folder of an account's file, within one that is made and removed
 * @returns how long it took until all had their tokens, ms
 */
export async function refreshAccounts(
  accounts: number,
  folderOf: (index: number) => string,
): Promise<number> {
  const place = await mkdtemp(join(tmpdir(), "refresh-once-bench-"));
  try {
    const managers = Array.from({ length: accounts }, (_, index) =>
      createTokenManager({
        store: fileStore(join(place, folderOf(index), `${index}.json`)),
        seed: { refreshToken: `r${index}` },
        refresh: async (current) => ({
          accessToken: `next-${current?.accessToken}`,
          refreshToken: `next-${current?.refreshToken}`,
        }),
        refreshDeadline,
      }),
    );
    const first = await Promise.all(managers.map((tokens) => tokens.get()));
    const start = machineClock();
    await Promise.all(managers.map((tokens, index) => tokens.renew(first[index] ?? none)));
    return machineClock() - start;
  } finally {
    await rm(place, { recursive: true });
  }
}
