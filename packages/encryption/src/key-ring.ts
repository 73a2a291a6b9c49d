import { TokenError } from "@refresh-once/core";
import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, errors } from "jose";
import { type EncryptionKey, isKeyName, secretOf } from "./encryption-key.ts";
import { notOurs } from "./not-ours.ts";
import { wrongOption } from "./wrong-option.ts";

const alg = "dir";
const enc = "A256GCM";

/** How new records are sealed. */
export interface Sealing {
  readonly header: Readonly<CompactJWEHeaderParameters>;
  readonly secret: Uint8Array;
}

/** Header, no encrypted key, IV, ciphertext, tag. A decoder would overlook spaces. */
const compact = /^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/;

/** In characters; what a store gives is not decoded beyond it. */
const longestSealed = 4 * 1024 * 1024;

/** Seals with its first key, opens with all of them. Shows none of them. */
export class KeyRing {
  readonly #secrets = new Map<string, Uint8Array>();
  readonly sealing: Sealing;

  /** @throws {TypeError} that names the first wrong key */
  constructor(keys: readonly EncryptionKey[]) {
    if (!Array.isArray(keys)) throw wrongOption("keys", "a list of keys");
    const checked = keys.map((key, index) => this.#add(key, index));
    const [first] = checked;
    if (!first) throw wrongOption("keys", "a list of at least one key");
    const { kid, secret } = first;
    this.sealing = { header: { alg, enc, kid }, secret };
  }

  /** @throws {RangeError} when it is more than {@link open} would take */
  async seal(text: string): Promise<string> {
    const { header, secret } = this.sealing;
    const sealed = await new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader(header)
      .encrypt(secret);
    if (sealed.length > longestSealed)
      throw new RangeError("The sealed tokens are larger than 4 MiB");
    return sealed;
  }

  /**
   * @throws {TokenError} `store_failed` when the key is missing, `store_damaged` when it was not
   * sealed by {@link seal} with one of these keys
   */
  async open(sealed: string): Promise<string> {
    if (sealed.length > longestSealed) throw notOurs("it is larger than 4 MiB");
    if (!compact.test(sealed)) throw notOurs("it is not whole");
    try {
      const { plaintext } = await compactDecrypt(sealed, (header) => this.#secretFor(header), {
        keyManagementAlgorithms: [alg],
        contentEncryptionAlgorithms: [enc],
      });
      return new TextDecoder().decode(plaintext);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw notOurs("it was changed, or sealed with another secret of that name");
    }
  }

  #secretFor(header: CompactJWEHeaderParameters): Uint8Array {
    const { kid } = header;
    if (Object.keys(header).length !== 3 || !isKeyName(kid))
      throw notOurs("its header is not ours");
    const secret = this.#secrets.get(kid);
    if (secret) return secret;
    throw new TokenError(
      "store_failed",
      `The token store is sealed with the key "${kid}", and "keys" has none of that name. Nothing was overwritten; add that key to "keys".`,
    );
  }

  #add(key: unknown, index: number) {
    const option = `keys[${index}]`;
    const { kid, secret: given }: Partial<Record<keyof EncryptionKey, unknown>> = key ?? {};
    if (!isKeyName(kid)) {
      throw wrongOption(`${option}.kid`, "1 to 64 letters, digits and . _ : @ / -");
    }
    const secret = secretOf(given, `${option}.secret`);
    if (this.#secrets.has(kid)) throw wrongOption(`${option}.kid`, "unlike those before it");
    this.#secrets.set(kid, secret);
    return { kid, secret };
  }
}
