import { randomUUID } from "node:crypto";
import type { Binding } from "../dpop/binding.ts";
import type { Grant, IssuedRefreshToken, Outcome, Terms } from "./grant.ts";
import type { TokenMint } from "./token-mint.ts";

/** All tokens that descend from one login, or that belong to the client itself. */
interface Family {
  readonly subject: string;
  newest: Lifetime;
  revoked: boolean;
  /** The key that its refresh tokens are bound to. */
  binding?: Binding;
}

/** When an access token expires. */
interface Lifetime {
  endsAt: number;
  /** Whether its expiry is counted in `expiries`. */
  counted: boolean;
}

interface AccessToken extends Lifetime {
  readonly family: Family;
  readonly binding: Binding | undefined;
}

interface RefreshToken {
  readonly issued: IssuedRefreshToken;
  readonly family: Family;
  spent?: { readonly at: number; readonly grant: Grant };
}

interface IssueOptions {
  readonly isRefreshable: boolean;
  readonly binding?: Binding | undefined;
}

/** The counters of a ledger. */
export interface LedgerCounts {
  readonly refreshes: number;
  readonly reuses: number;
  readonly revocations: number;
  readonly expiries: number;
}

/**
 * The tokens of one provider: families, rotation, reuse detection, and counters. It does no I/O and uses no
 * timers, only the clock that it is given.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 RFC 9700 §4.14.2}
 */
export class TokenLedger {
  readonly #clock: () => number;
  readonly #mint: TokenMint;
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<string, RefreshToken>();
  /** The tokens of the client itself, which have no refresh tokens and cannot be revoked. */
  readonly #client = newFamily();
  #counts = { refreshes: 0, reuses: 0, revocations: 0, expiries: 0 };

  /** @param clock returns the time, epoch ms */
  constructor(clock: () => number, mint: TokenMint) {
    this.#clock = clock;
    this.#mint = mint;
  }

  /** A copy of the counters. */
  get counts(): LedgerCounts {
    return { ...this.#counts };
  }

  /** Opens a family, as a login does, with only a refresh token. */
  openFamily(terms: Terms): IssuedRefreshToken {
    return this.#issueRefreshToken(newFamily(), terms);
  }

  /** Opens a family with a refresh token and an access token. */
  openFamilyWithAccess(terms: Terms): Grant {
    return this.#issue(newFamily(), terms, { isRefreshable: true });
  }

  /** Issues an access token to the client without a request, so it does not count as a refresh. */
  issueToClient(terms: Terms): Grant {
    return this.#issue(this.#client, terms, { isRefreshable: false });
  }

  /** The client credentials grant: each request gets a new access token. */
  grantToClient(terms: Terms, binding?: Binding): Grant {
    this.#counts.refreshes += 1;
    return this.#issue(this.#client, terms, { isRefreshable: false, binding });
  }

  /**
   * The refresh token grant: a token works once, and its second use revokes the family. With another key than
   * that of its family, nothing happens to it.
   */
  refresh(value: string, terms: Terms, binding?: Binding): Outcome {
    const token = this.#refreshTokens.get(value);
    if (token === undefined) return { kind: "refused", reason: "unknown" };
    const { family } = token;
    if (family.binding && family.binding.thumbprint !== binding?.thumbprint) {
      return { kind: "refused", reason: "otherKey" };
    }
    if (token.spent !== undefined) return this.#reuse(family, token.spent, terms);
    if (family.revoked) return { kind: "refused", reason: "revoked" };
    const { expiresAt } = token.issued;
    const now = this.#clock();
    if (now >= expiresAt) return { kind: "refused", reason: "expired", expiredAt: expiresAt };
    if (binding) family.binding = binding;
    const grant = this.#issue(family, terms, { isRefreshable: true, binding });
    token.spent = { at: now, grant };
    this.#counts.refreshes += 1;
    return { kind: "granted", grant, age: 0 };
  }

  /** Counts an expiry if the access token of this refresh token's family has expired. */
  noteRefreshToken(value: string): void {
    const token = this.#refreshTokens.get(value);
    if (token !== undefined) this.#countIfEnded(token.family);
  }

  /** Counts an expiry if the client's access token has expired. */
  noteClient(): void {
    this.#countIfEnded(this.#client);
  }

  /** The key that an access token is bound to. */
  bindingOf(value: string): Binding | undefined {
    return this.#accessTokens.get(value)?.binding;
  }

  /** Whether an access token is valid. Counts an expiry if it has expired. */
  accepts(value: string): boolean {
    const token = this.#accessTokens.get(value);
    if (token === undefined) return false;
    const { family } = token;
    if (family.newest === token) this.#countIfEnded(family);
    return !family.revoked && this.#clock() < token.endsAt;
  }

  /** Expires every access token issued so far; refresh tokens stay valid. */
  expireAccessTokens(): void {
    const now = this.#clock();
    for (const token of this.#accessTokens.values()) token.endsAt = Math.min(token.endsAt, now);
  }

  /**
   * Revokes one token, if it is known. A refresh token, spent or not, revokes its whole family; an access
   * token only itself.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc7009#section-2.1 RFC 7009 §2.1}
   */
  revoke(value: string): void {
    const { family } = this.#refreshTokens.get(value) ?? {};
    if (family) {
      if (!family.revoked) this.#counts.revocations += 1;
      family.revoked = true;
      return;
    }
    const token = this.#accessTokens.get(value);
    const now = this.#clock();
    if (token === undefined || token.family.revoked || token.endsAt <= now) return;
    this.#counts.revocations += 1;
    token.endsAt = now;
  }

  /** Revokes every family, with all its refresh tokens and access tokens. */
  revokeFamilies(): void {
    for (const { family } of this.#refreshTokens.values()) family.revoked = true;
  }

  /** The second use of a spent refresh token. */
  #reuse(family: Family, spent: { at: number; grant: Grant }, terms: Terms): Outcome {
    const age = this.#clock() - spent.at;
    if (age < terms.graceWindow) {
      if (family.revoked) return { kind: "refused", reason: "revoked" };
      return { kind: "granted", grant: spent.grant, age };
    }
    this.#counts.reuses += 1;
    family.revoked = true;
    return { kind: "refused", reason: "spent" };
  }

  #countIfEnded({ newest, revoked }: Family): void {
    // The tokens of a revoked family need a login and not a refresh, so they do not count.
    if (revoked || newest.counted || this.#clock() < newest.endsAt) return;
    newest.counted = true;
    this.#counts.expiries += 1;
  }

  #issue(family: Family, terms: Terms, { isRefreshable, binding }: IssueOptions): Grant {
    const expiresAt = exactEnd(this.#clock() + terms.accessTokenLifetime);
    const accessToken = this.#mint.accessToken({
      expiresAt: terms.announceExpiry ? expiresAt : undefined,
      thumbprint: binding?.thumbprint,
    });
    const entry: AccessToken = { family, binding, endsAt: expiresAt, counted: false };
    this.#accessTokens.set(accessToken, entry);
    family.newest = entry;
    const grant: Grant = { accessToken, expiresAt, subject: family.subject, terms, binding };
    if (!isRefreshable) return grant;
    return { ...grant, refreshToken: this.#issueRefreshToken(family, terms) };
  }

  #issueRefreshToken(family: Family, terms: Terms): IssuedRefreshToken {
    const createdAt = this.#clock();
    const issued: IssuedRefreshToken = {
      id: this.#refreshTokens.size + 1,
      value: this.#mint.refreshToken(),
      createdAt,
      expiresAt: createdAt + terms.refreshTokenLifetime,
    };
    this.#refreshTokens.set(issued.value, { issued, family });
    return issued;
  }
}

/** Makes a family that starts with an expired access token, so the first refresh counts as needed. */
function newFamily(): Family {
  const newest = { endsAt: Number.NEGATIVE_INFINITY, counted: false };
  return { subject: randomUUID(), newest, revoked: false };
}

/** The last millisecond up to `end` that `exp`, in seconds, can represent without a rounding error. */
function exactEnd(end: number): number {
  let exact = Math.floor(end);
  while ((exact / 1_000) * 1_000 !== exact) exact -= 1;
  return exact;
}
