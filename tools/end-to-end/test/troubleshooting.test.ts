import { readFile } from "node:fs/promises";
import {
  isTokenError,
  type TokenErrorCode,
  type TokenManager,
  type TokenManagerOptions,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bank, openBank } from "./secrets/bank.ts";
import { type Failing, failures, type Open, opening } from "./secrets/failures.ts";
import { marks } from "./secrets/marks.ts";

const page = new URL("../../../docs/troubleshooting.md", import.meta.url);

/** The sections of the page by the code in their headings, each with the messages that it quotes. */
const sections = new Map<string, readonly RegExp[]>();
let bank: Bank;

beforeAll(async () => {
  bank = await openBank();
  for (const section of (await readFile(page, "utf8")).split(/^##+ /m).slice(1)) {
    const [, code] = /^`(\w+)`\n/.exec(section) ?? [];
    if (code) sections.set(code, quotesIn(section));
  }
});
afterAll(() => bank[Symbol.asyncDispose]());

/** An ellipsis stands for what differs from case to case. */
function quotesIn(section: string): RegExp[] {
  return [...section.matchAll(/^> (.*)$/gm)].map(([, quote = ""]) => {
    const parts = quote.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".+")}`);
  });
}

/** On a busy machine, the deadline may pass before anything else could happen: then it is called again. */
async function messageOf(tokens: TokenManager, code: string): Promise<string> {
  const rejected = { accessToken: marks.staleAccess };
  for (;;) {
    const error = await tokens.renew(rejected).catch((thrown: unknown) => thrown);
    if (!isTokenError(error)) throw new Error(`no ${code}`, { cause: error });
    if (error.code === code) return error.message;
    if (error.code !== "timeout") throw error;
  }
}

/** Ways to a code whose messages differ, beside the one in `failures`. */
const others: readonly [TokenErrorCode, string, Partial<TokenManagerOptions>][] = [
  ["misconfigured", "an empty seed", { seed: { refreshToken: "" } }],
  ["store_failed", "a file that cannot be written", { store: fileStore("/dev/null/tokens.json") }],
];

async function expectQuoted(code: string, failing: Failing): Promise<void> {
  const open = opening(() => {});
  const impatient: Open = (options, seeded) => open({ refreshDeadline: 900, ...options }, seeded);
  const message = await messageOf(await failing(impatient, bank.origin), code);
  const quotes = sections.get(code) ?? [];
  expect(
    quotes.some((quote) => quote.test(message)),
    `${message}\n${quotes}`,
  ).toBe(true);
}

// `failures` has every code of the source: one that is new does not compile without a way to it.
describe("docs/troubleshooting.md", () => {
  test("has a section for every error code, and for no other", () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(failures).sort());
  });

  test.each(Object.entries(failures))("P10: shows the message of %s", expectQuoted);

  test.each(others)("P10: shows the message of %s for %s", (code, _, options) =>
    expectQuoted(code, (open) => open(options)),
  );
});
