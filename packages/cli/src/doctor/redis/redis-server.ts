/** Sends one command to the server that has the key of an account. */
export type SendCommand = (...words: string[]) => Promise<unknown>;

/** How to send any command through a client of node-redis or ioredis; `undefined` for another client. */
export function senderOf(client: object, key: string): SendCommand | undefined {
  const method = (name: string) => {
    const value: unknown = Reflect.get(client, name);
    return typeof value === "function" ? value : undefined;
  };
  const call = method("call");
  // A cluster of ioredis would ask any of its servers.
  if (call) return isCluster(client) ? undefined : async (...words) => call.apply(client, words);
  const send = method("sendCommand");
  if (!send) return undefined;
  if (method("nodeClient")) return async (...words) => send.call(client, key, false, words);
  if (method("getMasterNode")) return async (...words) => send.call(client, false, words);
  return async (...words) => send.call(client, words);
}

function isCluster(client: object): boolean {
  return Reflect.get(client, "isCluster") === true;
}

/** What a server says of itself. Managed servers often forbid both commands. */
export interface RedisServer {
  readonly send: SendCommand;
  /** A setting by `CONFIG GET`; `undefined` if that is forbidden and `INFO` does not tell it either. */
  setting(name: string): Promise<string | undefined>;
  /** A field of `INFO`; `undefined` if that is forbidden. */
  info(section: string, field: string): Promise<string | undefined>;
}

/** Reads what a server says of itself. */
export function redisServer(send: SendCommand): RedisServer {
  const info = async (section: string, field: string) => {
    const text = await allowed(send("INFO", section));
    return new RegExp(`^${field}:(.*?)\r?$`, "m").exec(`${text ?? ""}`)?.[1];
  };
  const setting = async (name: string) => {
    const value = pairsOf(await allowed(send("CONFIG", "GET", name))).get(name);
    const [section, field] = inInfo[name] ?? [];
    return value === undefined && section && field ? info(section, field) : value;
  };
  return { send, setting, info };
}

/** Settings that `INFO` tells as well. */
const inInfo: Readonly<Record<string, readonly [section: string, field: string]>> = {
  "maxmemory-policy": ["memory", "maxmemory_policy"],
  maxmemory: ["memory", "maxmemory"],
};

/**
 * The reply to a command; `undefined` if the server refuses the command. Services that manage servers refuse it as
 * unknown, forbidden, or with words of their own, so that only a lost connection counts as a failure.
 */
async function allowed(sent: Promise<unknown>): Promise<unknown> {
  try {
    return await sent;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Whether the server has answered: its errors begin with a word in capitals, such as `NOPERM`. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^[A-Z]{3,} /.test(error.message);
}

/** The names and values of a reply: a list of both in turn, a `Map`, or an object. */
function pairsOf(reply: unknown): ReadonlyMap<string, string> {
  const list = Array.isArray(reply) ? reply.map(String) : [...entriesOf(reply)].flat().map(String);
  const pairs = new Map<string, string>();
  for (let index = 0; index + 1 < list.length; index += 2) {
    pairs.set(list[index] ?? "", list[index + 1] ?? "");
  }
  return pairs;
}

function entriesOf(reply: unknown): Iterable<[unknown, unknown]> {
  if (reply instanceof Map) return reply;
  return typeof reply === "object" && reply !== null ? Object.entries(reply) : [];
}
