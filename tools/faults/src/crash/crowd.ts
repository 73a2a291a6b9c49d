import { join } from "node:path";
import { createTokenManager, isTokenError } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";

/** 100 accounts in one process that refresh at the same time, each with a provider that answers at once. */
const folder = process.argv[2] ?? "";
let failures = 0;

async function refreshed(account: number): Promise<string[]> {
  const sent: string[] = [];
  const tokens = createTokenManager({
    store: fileStore(join(folder, `${account}.json`)),
    seed: { refreshToken: "r0" },
    refresh: async (current) => {
      sent.push(current?.refreshToken ?? "");
      return { accessToken: `a${sent.length}`, refreshToken: `r${sent.length}` };
    },
  });
  for (;;) {
    try {
      await tokens.get();
      return sent;
    } catch (error) {
      // What a caller does: the process goes on, and asks again. On a busy machine, a deadline may pass.
      if (!isTokenError(error) || !/^(store|transient)$/.test(error.kind)) throw error;
      failures++;
    }
  }
}

const sends = await Promise.all(Array.from({ length: 100 }, (_, account) => refreshed(account)));
const resends = sends.filter((sent) => sent.length !== 1);
console.log(JSON.stringify({ accounts: sends.length, resends: resends.length, failures }));
