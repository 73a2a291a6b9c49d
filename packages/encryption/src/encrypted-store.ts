import type { TokenStore } from "@refresh-once/core";
import {
  type Claim,
  checkOptionNames,
  isTokenStore,
  type Lease,
  type TokenRecord,
} from "@refresh-once/core/store";
import type { EncryptionKey } from "./encryption-key.ts";
import { KeyRing } from "./key-ring.ts";
import { openRecord } from "./sealed-record.ts";
import { sealingClaim } from "./sealing-claim.ts";
import { wrongOption } from "./wrong-option.ts";

/** Options of {@link encryptedStore}. */
export interface EncryptionOptions {
  /** The first one writes, all of them read. */
  readonly keys: readonly EncryptionKey[];
  /**
   * Whether a record that is not encrypted is read as it is; the next commit encrypts it. For the
   * time in which an existing store is taken over: meanwhile, who can write the store can put
   * tokens of their own into it. Default: `false`.
   */
  readonly acceptPlaintext?: boolean;
}

/**
 * Keeps the tokens encrypted in any store: each record is sealed as a whole, as a compact JWE
 * (`dir`, `A256GCM`). Its revision and the ends of its tokens stay readable beside it, and are never
 * trusted.
 *
 * What cannot be opened is an error and is never overwritten: `store_failed` that names the key
 * where it is not in `keys`, `store_damaged` where it was changed or the secret is another one.
 *
 * @param store where the sealed records live
 * @throws {TypeError} that names the wrong option, and holds nothing of a secret
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516#section-3.1 RFC 7516 §3.1}
 */
export function encryptedStore(store: TokenStore, options: EncryptionOptions): TokenStore {
  if (!isTokenStore(store)) throw wrongOption("store", "a token store, such as fileStore(path)");
  const names = ["keys", "acceptPlaintext"];
  const { keys = [], acceptPlaintext = false } = checkOptionNames("encryptedStore", options, names);
  if (typeof acceptPlaintext !== "boolean") throw wrongOption("acceptPlaintext", "a boolean");
  const ring = new KeyRing(keys);
  return {
    async read(): Promise<TokenRecord | undefined> {
      const found = (await store.read()) ?? undefined;
      return found && openRecord(ring, found, acceptPlaintext);
    },
    claim: (revision, lease) => claimSealing(store, ring, revision, lease),
    ...(store.subscribe && {
      subscribe: (changed: () => void) => store.subscribe?.(changed) ?? (() => {}),
    }),
  };
}

async function claimSealing(
  store: TokenStore,
  ring: KeyRing,
  revision: number,
  lease: Lease,
): Promise<Claim | undefined> {
  // Where nothing can be sealed, that is found out before the refresh token is spent.
  await ring.seal("");
  const claim = await store.claim(revision, lease);
  return claim && sealingClaim(claim, ring);
}
