import {
  createTokenManager,
  isTokenError,
  type RefreshFunction,
  type TokenError,
  type TokenSet,
} from "@refresh-once/core";

/** Calls a refresh function as the token manager does. */
export function call(refresh: RefreshFunction, refreshToken?: string) {
  const current = refreshToken === undefined ? undefined : { accessToken: "", refreshToken };
  return refresh(current, { signal: new AbortController().signal });
}

/** Calls it through a token manager. */
export function managed(refresh: RefreshFunction, seed: Partial<TokenSet>): Promise<TokenSet> {
  const tokens = createTokenManager({ refresh, seed });
  return tokens.renew({ accessToken: "", ...seed });
}

/** The error that a promise rejects with. */
export async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown }),
  );
  if ("thrown" in outcome) return outcome.thrown;
  throw new Error(`It did not fail: ${JSON.stringify(outcome.value)}`);
}

/** The `TokenError` that a promise rejects with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<TokenError> {
  const thrown = await thrownBy(promise);
  if (isTokenError(thrown)) return thrown;
  throw thrown;
}
