import { checkOptions, type OptionRules, textRule } from "@refresh-once/core/store";

/** How a client authenticates at the token endpoint during a login. */
export type LoginClientAuthentication = "client_secret_basic" | "client_secret_post" | "none";

/** How `refresh-once login` gets the first tokens of an account, in a browser. */
export interface LoginOptions {
  /** The issuer identifier of the authorization server. Its discovery document has the endpoints. */
  readonly issuer: string;
  /** The client's id. */
  readonly clientId: string;
  /** The secret of a confidential client. Default: none. */
  readonly clientSecret?: string;
  /** Default: `"client_secret_basic"` with a `clientSecret`, otherwise `"none"`. */
  readonly clientAuthentication?: LoginClientAuthentication;
  /** The scopes to ask for, separated by spaces. Default: `"openid offline_access"`. */
  readonly scope?: string;
  /**
   * The loopback address to which the browser returns, as it is registered at the provider. Without a port, any
   * free port is used (RFC 8252 §7.3). Default: `"http://127.0.0.1/callback"`.
   */
  readonly redirectUri?: string;
  /** Further parameters of the authorization request, such as `prompt` or `access_type`. Default: none. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The logins of some accounts, by the names of the accounts. */
export type Logins = Readonly<Record<string, LoginOptions>>;

/**
 * Checks the `logins` of a `refresh-once.config.mjs`, and gives editors their types.
 *
 * @example
 * ```ts
 * import { defineLogins } from "@refresh-once/cli";
 *
 * export const logins = defineLogins({
 *   shop: { issuer: "https://auth.example.com", clientId: "my-app", scope: "orders offline_access" },
 * });
 * ```
 *
 * @throws {TypeError} if an option is wrong; the message names it
 * @see {@link https://www.rfc-editor.org/rfc/rfc8252 RFC 8252}: logins of native applications
 */
export function defineLogins(logins: Logins): Logins {
  return checkLogins(logins);
}

/** The same for a value that has no type, such as an export of a JavaScript file. */
export function checkLogins(logins: Readonly<Record<string, unknown>>): Logins {
  const checked = Object.entries(logins).map(([name, options]) => {
    checkLogin(`logins.${name}`, options);
    return [name, options];
  });
  return Object.fromEntries(checked);
}

function checkLogin(caller: string, options: unknown): asserts options is LoginOptions {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${caller} must be an object with "issuer" and "clientId".`);
  }
  checkOptions<object>(caller, options, rules);
}

const authentications: readonly unknown[] = ["client_secret_basic", "client_secret_post", "none"];

const rules: OptionRules<LoginOptions> = {
  issuer: {
    mustBe: "an https:// URL (http:// only on loopback)",
    isRight: isSecureUrl,
    isRequired: true,
  },
  clientId: { ...textRule, isRequired: true },
  clientSecret: textRule,
  clientAuthentication: {
    mustBe: '"client_secret_basic", "client_secret_post" or "none"',
    isRight: (value) => authentications.includes(value),
  },
  scope: textRule,
  redirectUri: {
    mustBe: "an http:// URL on 127.0.0.1, [::1] or localhost",
    isRight: (value) => typeof value === "string" && isLoopback(value),
  },
  parameters: { mustBe: "an object of strings", isRight: isRecordOfStrings },
};

function isSecureUrl(value: unknown): boolean {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  return new URL(value).protocol === "https:" || isLoopback(value);
}

/** Whether a URL is unencrypted `http:`, but stays on this machine. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
}

function isRecordOfStrings(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((one) => typeof one === "string");
}
