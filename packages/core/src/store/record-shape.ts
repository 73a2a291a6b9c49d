import { isTokenErrorCode } from "../errors/index.ts";
import { isTokenSet } from "../tokens/index.ts";
import { hasShape, isFiniteNumber, isText, withoutUndefined } from "../values/index.ts";
import type { TokenRecord } from "./token-store.ts";

/** Whether a value from a store is a valid record. */
export function isTokenRecord(value: unknown): value is TokenRecord {
  return hasShape(
    value,
    { revision: isCount, obtainedAt: isFiniteNumber },
    {
      tokens: isTokenSet,
      unanswered: isCount,
      retry: isRetry,
      refusal: isRefusal,
      seeds: isListOfTexts,
      epochs: isListOfTexts,
      coolsUntil: isFiniteNumber,
    },
  );
}

/** Copies the known fields of a valid record. Returns `undefined` for any other value. */
export function recordOf(value: unknown): TokenRecord | undefined {
  if (!isTokenRecord(value)) return undefined;
  const { revision, tokens, obtainedAt, unanswered, retry, refusal, seeds } = value;
  const { epochs, coolsUntil } = value;
  return withoutUndefined<TokenRecord>({
    revision,
    obtainedAt,
    tokens,
    unanswered,
    retry,
    refusal,
    seeds,
    epochs,
    coolsUntil,
  });
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isRetry(value: unknown): boolean {
  return hasShape(
    value,
    { code: isTokenErrorCode, reason: isText, at: isFiniteNumber, wait: isFiniteNumber },
    { mayProbe: (flag) => flag === true },
  );
}

function isRefusal(value: unknown): boolean {
  return hasShape(value, { code: isTokenErrorCode, message: isText });
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
