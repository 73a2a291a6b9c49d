import { markdownTable } from "@refresh-once/end-to-end/program";
import { hasRedis, startRedis } from "@refresh-once/servers";
import { answerOf } from "../answer-of.ts";
import { wholeFlags } from "../flags.ts";
import type { Subject, Target } from "../subject.ts";
import { isPoolFigures, type PoolFigures } from "./protocol.ts";

const full = { accounts: 100_000 };
const quick = { accounts: 1_000 };

/** What is wanted of a pool of 100,000 accounts. */
const most = { idle: 1_000, active: 3_000, creation: 2_000 };

export const subject: Subject = {
  async measure({ isQuick, flags }) {
    const { accounts } = wholeFlags(flags, isQuick ? quick : full);
    const figures: PoolFigures[] = [];
    for (const size of [accounts / 100, accounts / 10, accounts]) {
      if (hasRedis()) figures.push(await measurePool(Math.ceil(size)));
    }
    return {
      title: "A pool of accounts",
      text: poolText(figures),
      charts: [],
      targets: targetsOf(figures),
    };
  },
};

/** Measures a pool over Redis, in a process of its own. */
export async function measurePool(accounts: number): Promise<PoolFigures> {
  await using server = await startRedis();
  const module = new URL("./worker.ts", import.meta.url);
  return await answerOf(module, { accounts, url: server.url }, isPoolFigures);
}

function poolText(figures: readonly PoolFigures[]): string {
  const head = ["accounts", "creation, ms", "a hit, ns", "idle, bytes", "active, bytes"];
  const rows = figures.map(({ accounts, creation, hit, idle, active }) => [
    accounts.toLocaleString("en"),
    creation.toFixed(0),
    hit.toFixed(0),
    idle.toFixed(0),
    active.toFixed(0),
  ]);
  return `A pool over Redis, with room for all accounts; they share one preset. "A hit" asks for an account that is in the pool, each account in turn. Bytes of heap per account after a forced garbage collection: "idle" after the account was asked for, with its manager, its store and its name; "active" after its tokens, with an access token of 400 characters, were read from the store once.\n\n${markdownTable(head, rows)}`;
}

function targetsOf(figures: readonly PoolFigures[]): Target[] {
  const largest = figures.at(-1);
  if (!largest) return [];
  const { accounts, creation, idle, active } = largest;
  const count = accounts.toLocaleString("en");
  return [
    {
      what: `heap of an idle account, ${count} in a pool`,
      target: `≤ ${kilobytes(most.idle)}`,
      measured: kilobytes(idle),
      isMet: idle <= most.idle,
    },
    {
      what: `heap of an active account, ${count} in a pool`,
      target: `≤ ${kilobytes(most.active)}`,
      measured: kilobytes(active),
      isMet: active <= most.active,
    },
    {
      what: `creation of ${count} accounts in a pool`,
      target: `≤ ${most.creation / 1_000} s`,
      measured: `${(creation / 1_000).toFixed(2)} s`,
      isMet: creation <= most.creation,
    },
  ];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
