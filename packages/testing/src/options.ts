/** Options of `startAuthorizationServer`. */
export interface AuthorizationServerOptions {
  /** How long access tokens are valid, in milliseconds. Default: 300,000 (5 minutes). */
  readonly accessTokenLifetime?: number;
  /** How long refresh tokens are valid, in milliseconds. Default: 14 days. */
  readonly refreshTokenLifetime?: number;
  /**
   * The delay of each reply of the token and revocation endpoints, in milliseconds. Tokens are rotated or
   * revoked before the delay. Default: 0.
   */
  readonly latency?: number;
  /**
   * The grace window, in milliseconds: how long a spent refresh token may be sent again, and the same new
   * tokens are returned. Default: 0, so the second use counts as theft.
   */
  readonly graceWindow?: number;
  /**
   * Whether replies contain `expires_in`, and JWTs contain `exp`. With `false`, clients cannot know when an
   * access token expires. Default: `true`.
   */
  readonly announceExpiry?: boolean;
  /**
   * Whether tokens are bound to keys (RFC 9449). `"off"`: proofs are ignored. `"accepted"`: a token request with a
   * proof gets bound tokens. `"required"`: a token request without a proof is rejected. The refresh tokens of a
   * login are bound at its first refresh with a proof. Default: `"off"`.
   */
  readonly dpop?: "off" | "accepted" | "required";
  /** At which endpoints proofs must have the newest nonce. Default: `"none"`. */
  readonly dpopNonces?: "none" | "token" | "resource" | "both";
  /** How far the `iat` of a proof may be off, in milliseconds. Default: 60,000. */
  readonly dpopTolerance?: number;
  /** The TCP port of `origin`. Default: 0, which means any free port. */
  readonly port?: number;
}

/** Options that `configure()` can change for one provider. */
export type ProviderOptions = Omit<AuthorizationServerOptions, "port">;

/** The complete options of one provider. */
export type ProviderSettings = Required<ProviderOptions>;

/** A check of an option. */
interface Rule {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const longestTimer = 2 ** 31 - 1;
const longestLifetime = 100 * 365 * 24 * 3_600_000;

function numberWithin(least: number, most: number, expected: string): Rule {
  return {
    expected,
    accepts: (value) => typeof value === "number" && value >= least && value <= most,
  };
}

function oneOf(...values: readonly string[]): Rule {
  return {
    expected: values.map((value) => `"${value}"`).join(", "),
    accepts: (value) => typeof value === "string" && values.includes(value),
  };
}

const lifetime = numberWithin(1, longestLifetime, "a number of milliseconds, from 1 to 100 years");

const providerRules: Readonly<Record<keyof ProviderOptions, Rule>> = {
  accessTokenLifetime: lifetime,
  refreshTokenLifetime: lifetime,
  latency: numberWithin(0, longestTimer, "a number of milliseconds, from 0 to 2,147,483,647"),
  graceWindow: numberWithin(0, longestLifetime, "a number of milliseconds, from 0 to 100 years"),
  announceExpiry: { expected: "a boolean", accepts: (value) => typeof value === "boolean" },
  dpop: oneOf("off", "accepted", "required"),
  dpopNonces: oneOf("none", "token", "resource", "both"),
  dpopTolerance: numberWithin(0, longestLifetime, "a number of milliseconds, from 0 to 100 years"),
};

const serverRules: Readonly<Record<keyof AuthorizationServerOptions, Rule>> = {
  ...providerRules,
  port: {
    expected: "an integer from 0 to 65,535",
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535,
  },
};

const defaults: ProviderSettings = {
  accessTokenLifetime: 300_000,
  refreshTokenLifetime: 14 * 24 * 3_600_000,
  latency: 0,
  graceWindow: 0,
  announceExpiry: true,
  dpop: "off",
  dpopNonces: "none",
  dpopTolerance: 60_000,
};

/**
 * Checks the options of a server.
 *
 * @throws {TypeError} if an option is wrong; the message names the first one
 */
export function checkServerOptions(options: AuthorizationServerOptions): void {
  check(options, serverRules);
}

/** Returns settings with some options replaced. An option that is `undefined` replaces nothing. */
export function withOptions(
  options: ProviderOptions,
  settings: ProviderSettings = defaults,
): ProviderSettings {
  check(options, providerRules);
  return {
    accessTokenLifetime: options.accessTokenLifetime ?? settings.accessTokenLifetime,
    refreshTokenLifetime: options.refreshTokenLifetime ?? settings.refreshTokenLifetime,
    latency: options.latency ?? settings.latency,
    graceWindow: options.graceWindow ?? settings.graceWindow,
    announceExpiry: options.announceExpiry ?? settings.announceExpiry,
    dpop: options.dpop ?? settings.dpop,
    dpopNonces: options.dpopNonces ?? settings.dpopNonces,
    dpopTolerance: options.dpopTolerance ?? settings.dpopTolerance,
  };
}

function check(options: object, rules: Readonly<Record<string, Rule>>): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined)
      throw new TypeError(`AuthorizationServerOptions: there is no option "${name}"`);
    if (value !== undefined && !rule.accepts(value)) {
      throw new TypeError(`AuthorizationServerOptions: "${name}" must be ${rule.expected}`);
    }
  }
}
