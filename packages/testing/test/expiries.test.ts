import { expect, test } from "vitest";
import { call, granted, refreshTokenOf, setUp, terms } from "./ledger.ts";

test("the first grant of a family is needed, however often it is asked for", () => {
  const { ledger } = setUp();
  const { value } = ledger.openFamily(terms);
  ledger.noteRefreshToken(value);
  call(ledger, value);
  expect(ledger.counts).toMatchObject({ refreshes: 1, expiries: 1 });
});

test("an access token that has ended is counted once, by whichever request comes first", () => {
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

test("a refresh before the end is not needed, and its former access token never counts", () => {
  const { clock, ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  call(ledger, refreshTokenOf(grant));
  clock.now += 60_000;
  ledger.accepts(grant.accessToken);
  expect(ledger.counts).toMatchObject({ refreshes: 1, expiries: 0 });
});

test("an end that only the server knows counts like any other", () => {
  const { ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  ledger.expireAccessTokens();
  expect(ledger.accepts(grant.accessToken)).toBe(false);
  expect(ledger.counts.expiries).toBe(1);
  expect(ledger.accepts(granted(call(ledger, refreshTokenOf(grant))).accessToken)).toBe(true);
});

test("a revoked family needs a login, not a refresh", () => {
  const { clock, ledger } = setUp();
  const grant = ledger.openFamilyWithAccess(terms);
  ledger.revokeFamilies();
  clock.now += 60_000;
  ledger.accepts(grant.accessToken);
  call(ledger, refreshTokenOf(grant));
  expect(ledger.counts).toEqual({ refreshes: 0, reuses: 0, revocations: 0, expiries: 0 });
});

test("the client's own access tokens are counted like those of one family", () => {
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
