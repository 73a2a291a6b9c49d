import {
  createTokenManager,
  createTokenManagerPool,
  isTokenError,
  type TokenSet,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { closeOnSignals, refreshFor, tellParent } from "../scenario/index.ts";
import {
  type AccountMessage,
  type AccountOrder,
  type CallOutcome,
  isAccountJob,
} from "./account-protocol.ts";

/** A process that does what it is told with one account, and follows the recipe for signals. */
const job: unknown = JSON.parse(process.argv[2] ?? "");
if (!isAccountJob(job)) throw new TypeError("no job");
const { target, path, kept, ...options } = job;

const accountOptions = { ...options, refresh: refreshFor(target), store: fileStore(path) };
const pool = createTokenManagerPool(() => accountOptions);
const manager = kept === "in a pool" ? pool.get("the account") : createTokenManager(accountOptions);
closeOnSignals(kept === "in a pool" ? pool : manager);

let tokens: TokenSet | undefined;

async function call(work: () => Promise<TokenSet | undefined>): Promise<CallOutcome> {
  try {
    const got = await work();
    if (!got) return {};
    tokens = got;
    return { accessToken: got.accessToken };
  } catch (error) {
    if (!isTokenError(error)) throw error;
    const { code, kind, message, retryAt } = error;
    return { code, kind, message, retryAt };
  }
}

function obey(order: AccountOrder): Promise<CallOutcome[]> {
  if (order.do === "set") {
    const { refreshToken } = order;
    return Promise.all([call(() => manager.set({ refreshToken }).then(() => undefined))]);
  }
  const rejected = order.do === "renew" ? tokens : undefined;
  const ask = () => (rejected ? manager.renew(rejected) : manager.get());
  return Promise.all(Array.from({ length: order.times }, () => call(ask)));
}

function say(message: AccountMessage): Promise<void> {
  return tellParent(message);
}

process.on("message", async (order) =>
  say({ kind: "done", outcomes: await obey(JSON.parse(String(order))) }),
);
process.on("disconnect", () => process.exit());
await say({ kind: "ready" });
