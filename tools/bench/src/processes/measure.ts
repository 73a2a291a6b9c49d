import type { Contender } from "../clients/contender.ts";
import { contenders } from "../clients/contenders.ts";
import { RemoteServer } from "../server/remote-server.ts";
import { type Expiry, SharedLogin } from "./shared-login.ts";

/** Of the token endpoint, ms. */
export const latency = 100;

/** What the processes of one contender went through. */
export interface Series {
  readonly contender: Contender;
  readonly expiries: readonly Expiry[];
}

/** Our stores are the same for all of our clients: one stands for them. */
function isMeasured({ role, name }: Contender): boolean {
  return role === "peer" || name === "@refresh-once/fetch";
}

/** Who gets over a first expiry goes on in turns with the others who do. */
export async function measureProcesses(
  size: number,
  rounds: number,
  measured = contenders.filter(isMeasured),
): Promise<readonly Series[]> {
  await using server = await RemoteServer.start({ latency });
  const all: SharedLogin[] = [];
  try {
    for (const contender of measured) {
      const shared = await SharedLogin.start(server, contender, size);
      all.push(shared);
      await shared.expire();
      if (!shared.isWell) await shared[Symbol.asyncDispose]();
    }
    for (let round = 1; round < rounds; round++) {
      for (const shared of all) if (shared.isWell) await shared.expire();
    }
    return all.map(({ contender, expiries }) => ({ contender, expiries }));
  } finally {
    await Promise.all(all.map((shared) => shared[Symbol.asyncDispose]()));
  }
}
