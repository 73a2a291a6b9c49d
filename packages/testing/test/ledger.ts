import { announcedSeconds, type Grant, type Outcome, type Terms } from "../src/ledger/grant.ts";
import { TokenLedger } from "../src/ledger/token-ledger.ts";
import { createMint } from "../src/ledger/token-mint.ts";

/** The terms of most tests. */
export const terms: Terms = {
  accessTokenLifetime: 60_000,
  refreshTokenLifetime: 3_600_000,
  graceWindow: 0,
  announceExpiry: true,
};

/** A ledger whose clock the test controls. */
export function setUp() {
  const clock = { now: 1_700_000_000_000 };
  const mint = createMint({ accessToken: "jwt", refreshToken: "opaque" });
  return { clock, ledger: new TokenLedger(() => clock.now, mint) };
}

/** The grant of a refresh that must succeed. */
export function granted(outcome: Outcome): Grant {
  if (outcome.kind !== "granted") throw new TypeError(`refused: ${outcome.reason}`);
  return outcome.grant;
}

/** The `expires_in` of a refresh that must succeed. */
export function announced(outcome: Outcome): number | undefined {
  return announcedSeconds(granted(outcome), outcome.kind === "granted" ? outcome.age : 0);
}

/** The refresh token of a grant that must have one. */
export function refreshTokenOf({ refreshToken }: Grant): string {
  if (refreshToken === undefined) throw new TypeError("no refresh token");
  return refreshToken.value;
}

/** Processes a request to the token endpoint. */
export function call(ledger: TokenLedger, refreshToken: string, on = terms): Outcome {
  ledger.noteRefreshToken(refreshToken);
  return ledger.refresh(refreshToken, on);
}
