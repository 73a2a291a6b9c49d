import { Agent } from "node:http";
import type { CreateAxiosDefaults } from "axios";

/** How many connections a client has, whichever it is. */
export const connections = 64;

/** The transports of a storm: connections are kept, and there are not more than a service would have. */
export interface Wire extends Disposable {
  readonly fetch: typeof fetch;
  readonly axios: CreateAxiosDefaults;
}

export function openWire(): Wire {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    fetch: withLimit(),
    axios: { httpAgent },
    [Symbol.dispose]: () => httpAgent.destroy(),
  };
}

/** As `Agent` has it: who has no connection waits, with its headers set. */
function withLimit(): typeof fetch {
  let free = connections;
  const waiting: (() => void)[] = [];
  const take = () => new Promise<void>((resolve) => waiting.push(resolve));
  return async (input, init) => {
    if (free > 0) free--;
    else await take();
    try {
      return await whole(await fetch(input, init));
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** A connection is free when the body has been read, which some contenders would leave to others. */
async function whole(response: Response): Promise<Response> {
  const { status, headers } = response;
  return new Response(await response.arrayBuffer(), { status, headers });
}
