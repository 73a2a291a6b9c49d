import { TokenError } from "@refresh-once/core";
import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, errors } from "jose";
import { damagedSeal } from "./damaged-seal.ts";
import {
  type EncryptionKey,
  isKeyName,
  type Secret,
  type SecretSource,
  secretSource,
} from "./encryption-key.ts";
import { wrongOption } from "./wrong-option.ts";

const alg = "dir";
const enc = "A256GCM";

/** The header and the secret that encrypt new records. */
export interface Sealing<Of extends Secret = Secret> {
  readonly header: Readonly<CompactJWEHeaderParameters>;
  readonly secret: Of;
}

/** A compact JWE: header, empty encrypted key, IV, ciphertext, tag. The base64url decoder would ignore spaces. */
const compact = /^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/;

/** The longest sealed text that is decrypted, in characters. */
const longestSealed = 4 * 1024 * 1024;

/** The account that records belong to. */
export interface Binding {
  /** Written into the protected header of each record; `undefined` to bind no record. */
  readonly account: string | undefined;
  /** Whether to read records that are bound to no account. */
  readonly acceptUnbound: boolean;
}

/** Seals texts (encrypts and authenticates) with its first key; opens them with any key. Never exposes a key. */
export class KeyRing {
  readonly #secrets = new Map<string, SecretSource>();
  readonly #header: Sealing["header"];
  readonly #first: SecretSource;
  readonly #binding: Binding;

  /** @throws {TypeError} if a key is invalid; the message names the first one */
  constructor(keys: readonly EncryptionKey[], binding: Binding) {
    if (!Array.isArray(keys)) throw wrongOption("keys", "an array of keys");
    const checked = keys.map((key, index) => this.#add(key, index));
    const [first] = checked;
    if (!first) throw wrongOption("keys", "an array of at least one key");
    const { kid, secret } = first;
    const { account } = binding;
    this.#header = { alg, enc, kid, ...(account !== undefined && { account }) };
    this.#first = secret;
    this.#binding = binding;
  }

  /** Returns what the records of one claim are sealed with. */
  async sealing(): Promise<Sealing> {
    return { header: this.#header, secret: await this.#first() };
  }

  /**
   * Encrypts a text.
   *
   * @throws {RangeError} if the result is longer than {@link open} accepts
   */
  async seal({ header, secret }: Sealing, text: string): Promise<string> {
    const sealed = await new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader(header)
      .encrypt(secret);
    if (sealed.length > longestSealed)
      throw new RangeError("The tokens are too large to be stored: encrypted, they exceed 4 MiB");
    return sealed;
  }

  /**
   * Decrypts a sealed text.
   *
   * @throws {TokenError} `store_failed` if the key is missing; `store_damaged` if the text was not sealed
   * with one of these keys
   */
  async open(sealed: string): Promise<string> {
    if (sealed.length > longestSealed) throw damagedSeal("it is larger than 4 MiB");
    if (!compact.test(sealed)) throw damagedSeal("it is not a complete JWE");
    let secret: Secret | undefined;
    const findKey = async (header: CompactJWEHeaderParameters) => {
      secret = await this.#secretFor(header);
      return secret;
    };
    try {
      const { plaintext } = await compactDecrypt(sealed, findKey, {
        keyManagementAlgorithms: [alg],
        contentEncryptionAlgorithms: [enc],
      });
      return new TextDecoder().decode(plaintext);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw wrongSecret(secret);
    }
  }

  #secretFor(header: CompactJWEHeaderParameters): Secret | Promise<Secret> {
    const { kid, account } = header;
    const isBound = typeof account === "string";
    if (Object.keys(header).length !== (isBound ? 4 : 3) || !isKeyName(kid))
      throw damagedSeal("its JWE header was not written by this library");
    this.#checkAccount(isBound ? account : undefined);
    const secret = this.#secrets.get(kid);
    if (secret) return secret();
    throw new TokenError(
      "store_failed",
      `The stored tokens are encrypted with the key "${kid}", which is not in "keys". Nothing was overwritten. Add that key to "keys".`,
    );
  }

  /** Without an `account` of our own, any record is accepted: other processes may have been given one already. */
  #checkAccount(account: string | undefined): void {
    const { account: own, acceptUnbound } = this.#binding;
    if (own === undefined || account === own) return;
    if (account !== undefined) throw damagedSeal("it belongs to another account");
    if (acceptUnbound) return;
    throw new TokenError(
      "store_damaged",
      "The stored tokens are not bound to an account. Nothing was overwritten. If you stored them before you set `account`, set `acceptUnbound: true` until they have been refreshed once.",
    );
  }

  /** Checks a key and adds it. */
  #add(key: unknown, index: number) {
    const option = `keys[${index}]`;
    const { kid, secret: given }: Partial<Record<keyof EncryptionKey, unknown>> = key ?? {};
    if (!isKeyName(kid)) {
      throw wrongOption(`${option}.kid`, "1 to 64 letters, digits and . _ : @ / -");
    }
    const secret = secretSource(given, `${option}.secret`);
    if (this.#secrets.has(kid))
      throw wrongOption(`${option}.kid`, "different from the kid of every earlier key");
    this.#secrets.set(kid, secret);
    return { kid, secret };
  }
}

/** The error of a record that the secret of its kid cannot decrypt. */
function wrongSecret(secret: Secret | undefined): TokenError {
  const why = "it was changed, or encrypted with another secret under the same kid";
  if (!secret || secret instanceof Uint8Array || secret.extractable) return damagedSeal(why);
  return damagedSeal(
    why,
    "The key cannot be restored if the browser has lost it: delete the record and log in again.",
  );
}
