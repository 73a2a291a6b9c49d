import { bundle } from "@refresh-once/end-to-end/scenario";
import type { Contender } from "../clients/contender.ts";
import { contenders } from "../clients/contenders.ts";
import { RemoteServer } from "../server/remote-server.ts";
import { Crew, type Expiry } from "./crew.ts";

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
export async function measureProcesses(size: number, rounds: number): Promise<readonly Series[]> {
  await using server = await RemoteServer.start({ latency });
  await using worker = await bundle(new URL("./worker.ts", import.meta.url));
  const crews: Crew[] = [];
  try {
    for (const contender of contenders.filter(isMeasured)) {
      const crew = await Crew.start(server, worker.module, contender, size);
      crews.push(crew);
      await crew.expire();
      if (!crew.isWell) await crew[Symbol.asyncDispose]();
    }
    for (let round = 1; round < rounds; round++) {
      for (const crew of crews) if (crew.isWell) await crew.expire();
    }
    return crews.map(({ contender, expiries }) => ({ contender, expiries }));
  } finally {
    await Promise.all(crews.map((crew) => crew[Symbol.asyncDispose]()));
  }
}
