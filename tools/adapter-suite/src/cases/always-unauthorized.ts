import { whyNotSentAgain } from "@refresh-once/core";
import { expect } from "vitest";
import type { Adapter, Answer } from "../adapter.ts";
import type { Case } from "../case.ts";
import { type Lab, openLab } from "../lab.ts";

/** A lab whose resource likes no token. */
async function openHostileLab(adapter: Adapter): Promise<Lab> {
  const lab = await openLab(adapter);
  lab.resource.answer(() => ({ status: 401, body: "never" }));
  return lab;
}

function callAtOnce({ client, resource }: Lab, times: number): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, () => client({ url: resource.origin })));
}

function statusesOf(answers: readonly Answer[]) {
  return [...new Set(answers.map(({ status }) => status))];
}

/** A resource that always answers 401. */
export const alwaysUnauthorizedCases: readonly Case[] = [
  {
    property: "P5",
    title: "an API that always answers 401, one request",
    wanted: "two attempts and one refresh; the second 401 is returned",
    async check(adapter) {
      await using lab = await openHostileLab(adapter);
      const { status, text } = await lab.client({ url: lab.resource.origin });
      expect({ status, text }).toEqual({ status: 401, text: "never" });
      expect(lab.resource.received.map(({ headers }) => headers.authorization)).toEqual([
        "Bearer a0",
        "Bearer a1",
      ]);
      expect(lab.refreshes()).toBe(1);
    },
  },
  {
    property: "P6",
    title: "an API that always answers 401, 50 requests at once, then 100",
    wanted:
      "one refresh and at most 100 attempts; during the [cool-down](glossary.md#cool-down) no more " +
      "refreshes and no retries, and `whyNotSentAgain(response)` returns `token_is_new`",
    async check(adapter) {
      await using lab = await openHostileLab(adapter);
      const { received } = lab.resource;
      expect(statusesOf(await callAtOnce(lab, 50))).toEqual([401]);
      expect(received.length).toBeLessThanOrEqual(100);
      expect(lab.refreshes()).toBe(1);

      const before = received.length;
      const answers = await callAtOnce(lab, 100);
      expect(statusesOf(answers)).toEqual([401]);
      expect(received).toHaveLength(before + 100);
      expect(lab.refreshes()).toBe(1);
      const reasons = answers.map(({ response }) => whyNotSentAgain(response));
      expect(new Set(reasons)).toEqual(new Set(["token_is_new"]));
    },
  },
];
