import {
  createTokenManager,
  createTokenManagerPool,
  isTokenError,
  type TokenSet,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { closeOnSignals, refreshFor } from "../scenario/index.ts";
import {
  type AccountOrder,
  type CallOutcome,
  isAccountJob,
  isAccountOrder,
} from "./account-protocol.ts";

/** A process that does what it is told with one account, and follows the recipe for signals. */
const { target, path, kept, ...options } = jobOf(isAccountJob);

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

await answerOrders(isAccountOrder, obey);
