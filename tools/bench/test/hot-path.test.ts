import { expect, test } from "vitest";
import type { Family } from "../src/clients/contender.ts";
import { contendersOf } from "../src/clients/contenders.ts";
import { budgets } from "../src/hot-path/budgets.ts";
import { costsOf } from "../src/hot-path/costs.ts";
import { measureHotPath } from "../src/hot-path/measure.ts";

const families: readonly Family[] = ["axios", "openapi-fetch", "fetch"];

/** What else the machine does makes a round slower, and never faster: the best of each are compared. */
const best = (samples: readonly number[]) => Math.min(...samples);

/** A busy machine is no regression: what stays within its budget once can do so. */
const attempts = 10;

test.each(families)("a request by way of %s costs little more than without", async (family) => {
  let over: readonly string[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    over = await overBudget(family);
    if (over.length === 0) break;
  }
  expect(over).toEqual([]);
});

async function overBudget(family: Family): Promise<readonly string[]> {
  const contenders = contendersOf(family).filter(({ role }) => role !== "peer");
  const names = contenders.map(({ name }) => name);
  // The long form is `npm run bench -- hot-path`.
  const timings = await measureHotPath({ family, names, rounds: 11, batch: 100, warmUp: 2_500 });
  const ours = costsOf(contenders, timings, best).filter(
    ({ contender: { role } }) => role === "ours",
  );
  return ours.flatMap(({ contender: { name }, method, ratio }) => {
    const budget = budgets.find((one) => one.name === name && one.method === method);
    if (!budget) throw new Error(`no budget for ${name}, ${method}`);
    return ratio > budget.ratio ? [`${name}, ${method}: ${ratio.toFixed(2)}`] : [];
  });
}
