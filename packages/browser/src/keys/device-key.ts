import { TokenError } from "@refresh-once/core";
import { checkOptions, textRule } from "@refresh-once/core/store";
import { database } from "../context/database.ts";

/** Options of {@link deviceKey}. */
export interface DeviceKeyOptions {
  /** Names the key. Default: `"default"`. */
  readonly name?: string;
}

/**
 * A `CryptoKey` for AES-GCM whose bytes no script can read. Its parts are described here, because a program for
 * Node.js knows no types of browsers.
 *
 * @see {@link https://www.w3.org/TR/webcrypto-2/#cryptokey-interface Web Cryptography, `CryptoKey`}
 */
export interface DeviceKey {
  /** Always `secret`. */
  readonly type: string;
  /** Always `false`. */
  readonly extractable: boolean;
  /** Its name is `AES-GCM`. */
  readonly algorithm: {
    /** Always `AES-GCM`. */
    readonly name: string;
  };
  /** `encrypt` and `decrypt`. */
  readonly usages: readonly string[];
}

/**
 * Finds the key of this origin in IndexedDB, or makes it, for `encryptedStore`. A script cannot read the bytes of the
 * key, so it cannot copy the refresh token: neither from the database, nor the key to decrypt it elsewhere. While it
 * runs in one of your pages, it can still use the key.
 *
 * This is no encryption at rest: browsers write the bytes of the key to their files in clear.
 *
 * @example
 * ```ts
 * import { browserStore, deviceKey } from "@refresh-once/browser";
 * import { encryptedStore } from "@refresh-once/encryption";
 *
 * const keys = [{ kid: "device", secret: deviceKey() }];
 * const store = encryptedStore(browserStore({ key: "session" }), { keys });
 * ```
 *
 * @returns a function that returns the key. It reads the database at each call, so that all tabs have the same key,
 * even after the user has deleted the data of the site. It fails with `store_failed` if the page has no Web Crypto or
 * may not use storage.
 * @throws {TypeError} if `name` is not a non-empty string
 */
export function deviceKey(options: DeviceKeyOptions = {}): () => Promise<DeviceKey> {
  const { name = "default" } = checkOptions("deviceKey", options, { name: textRule });
  return async () => {
    const keys = database("deviceKeys");
    const found = (await keys.read(name)) ?? (await keys.add(name, await newKey()));
    if (isDeviceKey(found)) return found;
    throw new TokenError(
      "store_damaged",
      `The key ${name} in the database "refresh-once-keys" of this browser was not written by this library. Nothing was overwritten. Delete that database, then log in again.`,
    );
  };
}

/** @throws {TokenError} `store_failed` if there is no Web Crypto */
async function newKey(): Promise<CryptoKey> {
  const { subtle }: Partial<Crypto> = globalThis.crypto ?? {};
  if (subtle) {
    return subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  throw new TokenError(
    "store_failed",
    "deviceKey: this page has no Web Crypto, because it is not served over https:. No token was spent.",
  );
}

/** An extractable key was put there by somebody who knows its bytes. */
function isDeviceKey(value: unknown): value is CryptoKey {
  return value instanceof CryptoKey && value.type === "secret" && !value.extractable;
}
