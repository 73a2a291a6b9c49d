import { createTokenManagerPool, type TokenManagerPool } from "@refresh-once/core";
import { jobOf, tellParent } from "@refresh-once/processes/in-worker";
import { oroBank } from "@refresh-once/providers";
import { redisStore } from "@refresh-once/redis";
import { machineClock } from "../clock.ts";
import { liveHeap } from "../heap.ts";
import { median } from "../report/median.ts";
import { isPoolJob, type PoolFigures } from "./protocol.ts";
import { connectTo, storeLogins } from "./stored-logins.ts";

const { accounts, url } = jobOf(isPoolJob);
const client = await connectTo(url);
const heap = liveHeap();

/** All accounts are at the same provider. */
const refresh = oroBank({ url: "http://127.0.0.1/token" });

function openPool(max: number): TokenManagerPool {
  return createTokenManagerPool(
    (account) => ({ refresh, store: redisStore(client, { key: keyOf(account) }) }),
    { max },
  );
}

function keyOf(account: string): string {
  return `tokens:${account}`;
}

function nameOf(index: number): string {
  return `customer-${index}`;
}

/** The names are made one by one, because a pool holds the name of each account. */
function create(pool: TokenManagerPool, count: number): void {
  for (let index = 0; index < count; index++) pool.get(nameOf(index));
}

async function use(pool: TokenManagerPool, names: readonly string[]): Promise<void> {
  const rest = names.values();
  const user = async () => {
    for (const name of rest) await pool.get(name).get();
  };
  await Promise.all(Array.from({ length: 32 }, user));
}

/** How many hits are timed together, at least. */
const hits = 100_000;

/** In ns. The accounts take turns, so each hit moves the account that was used least recently. */
function hitTime(pool: TokenManagerPool, names: readonly string[]): number {
  const turns = Math.ceil(hits / names.length);
  const start = machineClock();
  for (let turn = 0; turn < turns; turn++) for (const name of names) pool.get(name);
  return ((machineClock() - start) * 1e6) / (turns * names.length);
}

async function warmUp(names: readonly string[]): Promise<void> {
  await using pool = openPool(names.length);
  await use(pool, names);
  hitTime(pool, names);
}

async function measure(): Promise<PoolFigures> {
  const names = Array.from({ length: accounts }, (_, index) => nameOf(index));
  await storeLogins(client, names.map(keyOf));
  await warmUp(names.slice(0, 1_000));
  const empty = await heap();
  const pool = openPool(accounts);
  const start = machineClock();
  create(pool, accounts);
  const creation = machineClock() - start;
  const idle = (await heap()) - empty;
  const hit = median(Array.from({ length: 7 }, () => hitTime(pool, names)));
  await use(pool, names);
  const active = (await heap()) - empty;
  await pool.close();
  return { accounts, creation, hit, idle: idle / accounts, active: active / accounts };
}

await tellParent(await measure());
process.exit();
