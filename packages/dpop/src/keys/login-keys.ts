import { isTokenError, TokenError, type TokenSet } from "@refresh-once/core";
import { createKey, findKey, type KeyOptions, type StoredKey } from "./login-key.ts";

/** The most keys that wait for the first refresh of their login. Each is a login that fails again and again. */
const mostPending = 1_000;

/** The keys of the logins of one refresh function. */
export class LoginKeys {
  readonly #options: KeyOptions;
  /** Keys that are not in a token set yet, by the login. */
  readonly #pending = new Map<string, Promise<StoredKey>>();

  constructor(options: KeyOptions) {
    this.#options = options;
  }

  /**
   * Returns the key of a login, and creates it if there is none. If the response is lost, the next attempt
   * must use the same key: a provider with a grace window repeats tokens that are bound to it.
   *
   * @throws {TokenError} which says that nothing was sent
   */
  async findOrCreate(tokens: TokenSet | undefined): Promise<StoredKey> {
    try {
      return await this.#findOrCreate(tokens);
    } catch (cause) {
      if (isTokenError(cause)) throw cause;
      const message = "The DPoP key cannot be created. Nothing was sent. Is WebCrypto available?";
      throw new TokenError("misconfigured", message, { cause });
    }
  }

  async #findOrCreate(tokens: TokenSet | undefined): Promise<StoredKey> {
    const key = await findKey(tokens, this.#options);
    if (key) return key;
    const login = await loginOf(tokens);
    const pending = this.#pending.get(login) ?? this.#create(login, tokens);
    this.#pending.set(login, pending);
    if (this.#pending.size > mostPending) this.#forgetOldest();
    return pending.catch((error: unknown) => {
      this.#pending.delete(login);
      throw error;
    });
  }

  /** Reports that the key of a login has come back in the result of a refresh. */
  async stored(tokens: TokenSet | undefined): Promise<void> {
    if (this.#pending.size > 0) this.#pending.delete(await loginOf(tokens));
  }

  /** Without a token, as with a cookie, logins cannot be told apart: a key store must not return an earlier key. */
  #create(login: string, tokens: TokenSet | undefined): Promise<StoredKey> {
    return createKey(login || crypto.randomUUID(), tokens, this.#options);
  }

  #forgetOldest(): void {
    const [oldest = ""] = this.#pending.keys();
    this.#pending.delete(oldest);
  }
}

/** Identifies a login without showing its refresh token; empty if there is no token. */
async function loginOf(tokens: TokenSet | undefined): Promise<string> {
  const text = tokens?.refreshToken ?? tokens?.accessToken;
  if (!text) return "";
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
