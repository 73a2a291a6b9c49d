/** What `startAuthorizationServer` can be told; every option has a default. */
export interface AuthorizationServerOptions {
  /** How long an access token is accepted, in milliseconds. Default 300,000 (5 minutes). */
  readonly accessTokenLifetime?: number;
  /** How long a refresh token can be spent, in milliseconds. Default 14 days. */
  readonly refreshTokenLifetime?: number;
  /**
   * Delay of each answer of the token endpoint, and of the revocation endpoint, in milliseconds; a
   * rotation or revocation takes place before it.
   * Default 0.
   */
  readonly latency?: number;
  /**
   * For how long a refresh token that was just spent may be sent again, in milliseconds, and is
   * answered with the same new tokens. Default 0: it never may.
   */
  readonly graceWindow?: number;
  /**
   * Whether clients are told when an access token ends, by `expires_in` and the `exp` of a JWT.
   * Default true; with false only the server knows.
   */
  readonly announceExpiry?: boolean;
  /** The TCP port of `origin`. Default 0: any free one. */
  readonly port?: number;
}

/** The options that `configure` can change for one provider. */
export type ProviderOptions = Omit<AuthorizationServerOptions, "port">;

/** The options of one provider with nothing left open. */
export type ProviderSettings = Required<ProviderOptions>;

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

const lifetime = numberWithin(1, longestLifetime, "milliseconds, from 1 to 100 years of them");

const providerRules: Readonly<Record<keyof ProviderOptions, Rule>> = {
  accessTokenLifetime: lifetime,
  refreshTokenLifetime: lifetime,
  latency: numberWithin(0, longestTimer, "milliseconds, from 0 to 2,147,483,647"),
  graceWindow: numberWithin(0, longestLifetime, "milliseconds, from 0 to 100 years of them"),
  announceExpiry: { expected: "a boolean", accepts: (value) => typeof value === "boolean" },
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
};

/** Throws a TypeError that names the first option of the server that is not as documented. */
export function checkServerOptions(options: AuthorizationServerOptions): void {
  check(options, serverRules);
}

/** Settings with some of their options replaced, after a check; `undefined` replaces nothing. */
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
  };
}

function check(options: object, rules: Readonly<Record<string, Rule>>): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) throw new TypeError(`unknown option "${name}"`);
    if (value !== undefined && !rule.accepts(value)) {
      throw new TypeError(`option "${name}" must be ${rule.expected}`);
    }
  }
}
