import type { TokenStore } from "@refresh-once/core";
import {
  checkOptionNames,
  isTokenStore,
  keyRule,
  type Lease,
  type ReadClaim,
  storeLocation,
  type TokenRecord,
} from "@refresh-once/core/store";
import type { EncryptionKey } from "./encryption-key.ts";
import { KeyRing, type Sealing } from "./key-ring.ts";
import { openRecord } from "./sealed-record.ts";
import { sealingClaim } from "./sealing-claim.ts";
import { wrongOption } from "./wrong-option.ts";

/** Options of {@link encryptedStore}. */
export interface EncryptionOptions {
  /**
   * The keys. The first one encrypts new records; all of them can decrypt. To rotate keys, add the new key
   * at the end in every process, then move it to the front.
   */
  readonly keys: readonly EncryptionKey[];
  /**
   * Whether to read records that are not encrypted; the next commit encrypts them. Use it only while you
   * move an existing store to encryption: as long as it is `true`, a program that can write to the store can
   * replace your tokens with its own. Default: `false`.
   */
  readonly acceptPlaintext?: boolean;
  /**
   * Identifies the account, such as the key of its store. It is part of each record, readable but protected: a record
   * that somebody has moved to another account is rejected. Default: records are not bound to an account.
   */
  readonly account?: string;
  /**
   * Whether to read encrypted records that were written without `account`; the next commit binds them to the
   * account. Use it only while you add `account` to an existing store: as long as it is `true`, such a record can
   * still be moved between accounts. Default: `false`.
   */
  readonly acceptUnbound?: boolean;
}

/**
 * Encrypts the tokens in any other store. Each record is encrypted as a whole, as a compact JWE with the
 * algorithms `dir` and `A256GCM`. Its revision, epochs, seed hashes and expiry times are also stored
 * unencrypted beside it, because stores need them; when the record is read, they are not trusted.
 *
 * A record that cannot be decrypted is never overwritten. Reading it fails: with `store_failed` if its key
 * is missing in `keys` (the message names the key), and with `store_damaged` if the record was changed or
 * encrypted with another secret.
 *
 * @example
 * ```ts
 * import { createTokenManager } from "@refresh-once/core";
 * import { fileStore } from "@refresh-once/core/file";
 * import { encryptedStore } from "@refresh-once/encryption";
 * import { oroBank } from "@refresh-once/providers";
 *
 * const tokens = createTokenManager({
 *   refresh: oroBank(),
 *   store: encryptedStore(fileStore("/var/lib/my-service/oro.json"), {
 *     keys: [{ kid: "2026-01", secret: process.env.TOKEN_KEY ?? "" }],
 *   }),
 * });
 * ```
 *
 * @param store The store that holds the encrypted records.
 * @throws {TypeError} If an option is wrong. The message names the option and contains no secret.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516#section-3.1 RFC 7516 §3.1}: JWE compact serialization
 * @see {@link https://www.rfc-editor.org/rfc/rfc7518#section-5.3 RFC 7518 §5.3}: AES GCM
 */
export function encryptedStore(store: TokenStore, options: EncryptionOptions): TokenStore {
  if (!isTokenStore(store)) throw wrongOption("store", "a token store, such as fileStore(path)");
  const names = ["keys", "acceptPlaintext", "account", "acceptUnbound"];
  const checked = checkOptionNames("encryptedStore", options, names);
  const { keys = [], acceptPlaintext = false, account, acceptUnbound = false } = checked;
  if (typeof acceptPlaintext !== "boolean") throw wrongOption("acceptPlaintext", "a boolean");
  if (typeof acceptUnbound !== "boolean") throw wrongOption("acceptUnbound", "a boolean");
  if (account !== undefined && !keyRule.isRight(account))
    throw wrongOption("account", keyRule.mustBe);
  const ring = new KeyRing(keys, { account, acceptUnbound });
  const open = async (found: TokenRecord | undefined): Promise<TokenRecord | undefined> =>
    found && openRecord(ring, found, acceptPlaintext);
  const readAndClaim = async (revision: number, lease: Lease): Promise<ReadClaim> => {
    const sealing = await checkedSealing(ring);
    const { record, claim } = (await store.readAndClaim?.(revision, lease)) ?? {};
    try {
      return { record: await open(record), claim: claim && sealingClaim(claim, { ring, sealing }) };
    } catch (thrown) {
      await claim?.release();
      throw thrown;
    }
  };
  const sealed: TokenStore = {
    read: async () => open((await store.read()) ?? undefined),
    async claim(revision, lease) {
      const sealing = await checkedSealing(ring);
      const claim = await store.claim(revision, lease);
      return claim && sealingClaim(claim, { ring, sealing });
    },
    ...(store.readAndClaim && { readAndClaim }),
    ...(store.subscribe && {
      subscribe: (changed: () => void) => store.subscribe?.(changed) ?? (() => {}),
    }),
    ...(store.watch && {
      watch: (changed: () => void) => store.watch?.(changed) ?? (() => {}),
    }),
    ...(store.claimHolder && { claimHolder: async () => store.claimHolder?.() }),
  };
  return Object.defineProperty(sealed, storeLocation, {
    get: () => Reflect.get(store, storeLocation),
  });
}

/** Encrypts an empty text first: if encryption fails, it fails before the refresh token is spent. */
async function checkedSealing(ring: KeyRing): Promise<Sealing> {
  const sealing = await ring.sealing();
  await ring.seal(sealing, "");
  return sealing;
}
