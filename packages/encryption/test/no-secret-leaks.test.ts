import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createTokenManager, memoryStore, type TokenSet } from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { expect, onTestFinished, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { openBank } from "./bank.ts";
import { claimOf, commit, fullRecord, newKey, stored, storeHolding } from "./sealed-store.ts";

const key = newKey("k1");

/** A secret as plain text, and in the encodings in which a plain search would not find it. */
function formsOf(secret: string, bytes = Buffer.from(secret)): string[] {
  const shifted = [0, 1, 2].map((skip) => bytes.subarray(skip).toString("base64").slice(0, 24));
  return [secret, bytes.toString("hex"), ...shifted, [...bytes].join(",")];
}

function expectNone(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

const keyForms = formsOf(key.secret, Buffer.from(key.secret, "base64url"));

test("P8: the files contain no token and no key, even during a refresh", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { server, refresh } = await openBank();
  const seed = { refreshToken: server.issueRefreshToken("vault") };
  const seen: TokenSet[] = [{ accessToken: "vault", refreshToken: seed.refreshToken }];
  const looks: string[][] = [];
  const look = async () => {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name));
    const texts = await Promise.all(paths.map((path) => readFile(path, "latin1")));
    looks.push([...paths, ...texts]);
  };
  const tokens = createTokenManager({
    store: encryptedStore(fileStore(join(folder, "tokens.json")), { keys: [key] }),
    seed,
    refresh: async (...call) => {
      await look();
      return refresh(...call);
    },
  });
  for (let rounds = 0; rounds < 3; rounds++) {
    seen.push(await tokens.renew(seen.at(-1) ?? { accessToken: "" }));
    await look();
  }
  await tokens.clear();
  await look();

  expect(looks.flat().join()).toContain('"revision":4');
  const secrets = seen
    .slice(1)
    .flatMap(({ accessToken, refreshToken = "" }) => [
      ...formsOf(accessToken),
      ...formsOf(refreshToken),
    ]);
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  expectNone(looks.flat().join("\n"), [...secrets, ...formsOf(seed.refreshToken), ...keyForms]);
});

test("P8: a store and its claims expose neither a key nor a token", async () => {
  const store = encryptedStore(memoryStore(), { keys: [key] });
  const claim = await claimOf(store, 0);
  expect(await claim.commit(fullRecord(1))).toBe(true);
  for (const value of [store, claim, { keys: store }]) {
    const shown = [inspect(value, { showHidden: true, depth: 20, getters: true })];
    shown.push(JSON.stringify(value), String(value), Object.values(value).map(String).join());
    expectNone(shown.join("\n"), [...keyForms, "access-1", "refresh-1", "fe fe"]);
  }
});

test("P8: no read error contains a key, a token or the encrypted text", async () => {
  const inner = memoryStore();
  await commit(encryptedStore(inner, { keys: [key] }), fullRecord(1));
  const record = await stored(inner);
  const sealed = record.tokens?.accessToken ?? "";
  const broken = [
    { ...record, revision: 2 },
    { ...record, tokens: { accessToken: `${sealed.slice(0, -10)}${"A".repeat(10)}` } },
    { ...record, tokens: { accessToken: sealed.slice(0, -30) } },
    fullRecord(1),
  ];
  const errors = await Promise.all(
    broken.map(async (one) => {
      const store = encryptedStore(await storeHolding(one), { keys: [key] });
      return store.read().catch((error: unknown) => error);
    }),
  );
  const stranger = encryptedStore(inner, { keys: [newKey("k2")] });
  errors.push(await stranger.read().catch((error: unknown) => error));
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    const shown = inspect(error, { showHidden: true, depth: 20 }) + JSON.stringify(error);
    const parts = sealed.split(".").filter((part) => part.length > 10);
    expectNone(shown, [...keyForms, "access-1", "refresh-1", "hash-of-a-seed", ...parts]);
  }
});
