import { expect, test } from "vitest";
import { call, granted, refreshTokenOf, setUp, terms } from "./ledger.ts";

test("the first refresh of a family counts as needed, and only once", () => {
  const { ledger } = setUp();
  const { value } = ledger.openFamily(terms);
  ledger.noteRefreshToken(value);
  call(ledger, value);
  expect(ledger.counts).toMatchObject({ refreshes: 1, expiries: 1 });
});

test("an expired access token is counted once, by the first request of any kind", () => {
  const { clock, ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  clock.now += 60_000;
  expect(ledger.accepts(grant.accessToken)).toBe(false);
  expect(ledger.accepts(grant.accessToken)).toBe(false);
  expect(ledger.counts).toMatchObject({ refreshes: 0, expiries: 1 });
  call(ledger, refreshTokenOf(grant));
  expect(ledger.counts).toMatchObject({ refreshes: 1, expiries: 1 });
  expect(ledger.accepts(grant.accessToken)).toBe(false);
  expect(ledger.counts.expiries).toBe(1);
});

test("a refresh before the expiry does not count as needed, and the old access token never counts", () => {
  const { clock, ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  call(ledger, refreshTokenOf(grant));
  clock.now += 60_000;
  ledger.accepts(grant.accessToken);
  expect(ledger.counts).toMatchObject({ refreshes: 1, expiries: 0 });
});

test("an expiry that is not announced counts as well", () => {
  const { ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  ledger.expireAccessTokens();
  expect(ledger.accepts(grant.accessToken)).toBe(false);
  expect(ledger.counts.expiries).toBe(1);
  expect(ledger.accepts(granted(call(ledger, refreshTokenOf(grant))).accessToken)).toBe(true);
});

test("a revoked family needs a login and not a refresh, so it does not count", () => {
  const { clock, ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  ledger.revokeFamilies();
  clock.now += 60_000;
  ledger.accepts(grant.accessToken);
  call(ledger, refreshTokenOf(grant));
  expect(ledger.counts).toEqual({ refreshes: 0, reuses: 0, revocations: 0, expiries: 0 });
});

test("the client's own access tokens count like those of one family", () => {
  const { clock, ledger } = setUp();
  ledger.noteClient();
  const { accessToken } = ledger.grantToClient(terms);
  expect(ledger.counts).toMatchObject({ refreshes: 1, expiries: 1 });
  clock.now += 60_000;
  expect(ledger.accepts(accessToken)).toBe(false);
  ledger.noteClient();
  ledger.grantToClient(terms);
  expect(ledger.counts).toMatchObject({ refreshes: 2, expiries: 2 });
  ledger.noteClient();
  ledger.grantToClient(terms);
  expect(ledger.counts).toMatchObject({ refreshes: 3, expiries: 2 });
});
