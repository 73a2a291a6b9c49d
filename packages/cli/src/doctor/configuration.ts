import type { TokenStore } from "@refresh-once/core";
import type { Account } from "../accounts/account.ts";
import { locationOf } from "../accounts/store-location.ts";
import { messageOf } from "../program/command-error.ts";
import type { Check } from "./check.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** Whether the account has a store, and what is in it can be read. */
export function configurationCheck({ options: { store } }: Account): Check {
  return {
    name: "store",
    subject: "The stored record",
    run: async () => (store ? checkStore(store) : [withoutStore]),
  };
}

const store = findingsOf("store");

const withoutStore = store.note(
  "The account has no store: its tokens are in the memory of the program, and end with it. " +
    "If the provider rotates refresh tokens, add a store.",
);

async function checkStore(tokens: TokenStore): Promise<Finding[]> {
  const reading = await readingOf(tokens);
  if (locationOf(tokens)) return [reading];
  return [
    reading,
    store.not_checked(
      "The store is not one of this library, so nothing but reading could be checked.",
    ),
  ];
}

async function readingOf(tokens: TokenStore): Promise<Finding> {
  try {
    const record = await tokens.read();
    return store.ok(record ? "The stored record can be read." : "The store is empty.");
  } catch (thrown) {
    return store.problem(`The store cannot be read: ${messageOf(thrown)}`);
  }
}
