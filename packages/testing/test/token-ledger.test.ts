import { describe, expect, test } from "vitest";
import { announcedSeconds } from "../src/ledger/grant.ts";
import { announced, call, granted, refreshTokenOf, setUp, terms } from "./ledger.ts";

describe("rotation", () => {
  test("each refresh issues a new pair, and the old access token is valid until its expiry", () => {
    const { clock, ledger } = setUp();
    const first = granted(call(ledger, ledger.openFamily(terms).value));
    clock.now += 30_000;
    const second = granted(call(ledger, refreshTokenOf(first)));
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(refreshTokenOf(second)).not.toBe(refreshTokenOf(first));
    clock.now += 29_999;
    expect(ledger.accepts(first.accessToken)).toBe(true);
    clock.now += 1;
    expect(ledger.accepts(first.accessToken)).toBe(false);
    expect(ledger.accepts(second.accessToken)).toBe(true);
  });

  test("a second use of a refresh token revokes the whole family", () => {
    const { ledger } = setUp();
    const stolen = ledger.openFamily(terms).value;
    const grant = granted(call(ledger, stolen));
    expect(call(ledger, stolen)).toEqual({ kind: "refused", reason: "spent" });
    expect(ledger.accepts(grant.accessToken)).toBe(false);
    expect(call(ledger, refreshTokenOf(grant))).toEqual({ kind: "refused", reason: "revoked" });
    expect(ledger.counts.reuses).toBe(1);
  });

  test("a reuse does not affect other families", () => {
    const { ledger } = setUp();
    const other = ledger.openFamilyWithAccess(terms);
    const stolen = ledger.openFamily(terms).value;
    call(ledger, stolen);
    call(ledger, stolen);
    expect(ledger.accepts(other.accessToken)).toBe(true);
  });

  test("an expired refresh token is rejected", () => {
    const { clock, ledger } = setUp();
    const { value, expiresAt } = ledger.openFamily(terms);
    clock.now = expiresAt;
    const refused = { kind: "refused", reason: "expired", expiredAt: expiresAt };
    expect(call(ledger, value)).toEqual(refused);
  });

  test("an unknown refresh token is rejected and does not count as a reuse", () => {
    const { ledger } = setUp();
    expect(call(ledger, "made up")).toEqual({ kind: "refused", reason: "unknown" });
    expect(ledger.counts).toEqual({ refreshes: 0, reuses: 0, revocations: 0, expiries: 0 });
  });

  test("a revoked refresh token counts as reused only if it had been spent", () => {
    const { ledger } = setUp();
    const spent = ledger.openFamily(terms).value;
    const unspent = refreshTokenOf(granted(call(ledger, spent)));
    ledger.revokeFamilies();
    call(ledger, unspent);
    expect(ledger.counts.reuses).toBe(0);
    call(ledger, spent);
    expect(ledger.counts.reuses).toBe(1);
  });
});

describe("grace window", () => {
  const graceful = { ...terms, graceWindow: 5_000 };

  test("within it, a spent refresh token returns the same tokens, which does not count as a refresh", () => {
    const { clock, ledger } = setUp();
    const { value } = ledger.openFamily(graceful);
    const first = granted(call(ledger, value, graceful));
    clock.now += 4_999;
    expect(granted(call(ledger, value, graceful))).toBe(first);
    expect(ledger.counts).toEqual({ refreshes: 1, reuses: 0, revocations: 0, expiries: 1 });
  });

  test("a repeated reply announces the rest of the lifetime", () => {
    const { clock, ledger } = setUp();
    const { value } = ledger.openFamily(graceful);
    expect(announced(call(ledger, value, graceful))).toBe(60);
    clock.now += 4_999;
    expect(announced(call(ledger, value, graceful))).toBe(55);
  });

  test("after it, the second use counts as a reuse", () => {
    const { clock, ledger } = setUp();
    const { value } = ledger.openFamily(graceful);
    call(ledger, value, graceful);
    clock.now += 5_000;
    expect(call(ledger, value, graceful)).toEqual({ kind: "refused", reason: "spent" });
  });

  test("it does not restore a revoked family", () => {
    const { ledger } = setUp();
    const { value } = ledger.openFamily(graceful);
    call(ledger, value, graceful);
    ledger.revokeFamilies();
    expect(call(ledger, value, graceful)).toEqual({ kind: "refused", reason: "revoked" });
    expect(ledger.counts.reuses).toBe(0);
  });
});

describe("announced expiry", () => {
  test("a JWT contains its expiry to the millisecond", () => {
    const { clock, ledger } = setUp();
    for (let ms = 0; ms < 2_000; ms += 1) {
      clock.now += 1;
      const { accessToken, expiresAt } = ledger.openFamilyWithAccess({
        ...terms,
        accessTokenLifetime: 2_000,
      });
      const [, payload = ""] = accessToken.split(".");
      const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString());
      expect(exp * 1_000).toBe(expiresAt);
      expect(clock.now + 2_000 - expiresAt).toBeLessThanOrEqual(3);
    }
  });

  test("a fraction of a second is announced only for a lifetime that has one", () => {
    const { ledger } = setUp();
    const grant = ledger.openFamilyWithAccess({ ...terms, accessTokenLifetime: 1_500 });
    expect(announcedSeconds(grant, 0)).toBe(1.5);
  });

  test("nothing is announced if announceExpiry is false", () => {
    const { ledger } = setUp();
    const grant = ledger.openFamilyWithAccess({ ...terms, announceExpiry: false });
    expect(announcedSeconds(grant, 0)).toBeUndefined();
    expect(
      Buffer.from(grant.accessToken.split(".")[1] ?? "", "base64url").toString(),
    ).not.toContain("exp");
  });

  test("no two JWTs have a segment in common", () => {
    const { ledger } = setUp();
    const tokens = Array.from({ length: 50 }, () => ledger.openFamilyWithAccess(terms).accessToken);
    const segments = tokens.flatMap((token) => token.split("."));
    expect(new Set(segments).size).toBe(segments.length);
  });
});
