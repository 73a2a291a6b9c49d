import { isTokenErrorCode } from "../errors/index.ts";
import { wrongField } from "../tokens/index.ts";
import { isObject } from "../values/index.ts";
import type { Refusal, Retry, TokenRecord } from "./token-store.ts";

/** Whether a value from a store is a valid record. */
export function isTokenRecord(value: unknown): value is TokenRecord {
  if (!isObject(value)) return false;
  const fields: Partial<Record<keyof TokenRecord, unknown>> = value;
  const { revision, tokens, obtainedAt, unanswered, retry, refusal, seeds } = fields;
  const { epochs, coolsUntil = 0 } = fields;
  return (
    isCount(revision) &&
    Number.isFinite(obtainedAt) &&
    (tokens === undefined || isTokenSet(tokens)) &&
    (unanswered === undefined || isCount(unanswered)) &&
    (retry === undefined || isRetry(retry)) &&
    (refusal === undefined || isRefusal(refusal)) &&
    (seeds === undefined || isListOfTexts(seeds)) &&
    (epochs === undefined || isListOfTexts(epochs)) &&
    Number.isFinite(coolsUntil)
  );
}

/** Copies the known fields of a valid record. Returns `undefined` for any other value. */
export function recordOf(value: unknown): TokenRecord | undefined {
  if (!isTokenRecord(value)) return undefined;
  const { revision, tokens, obtainedAt, unanswered, retry, refusal, seeds } = value;
  const { epochs, coolsUntil } = value;
  return {
    revision,
    obtainedAt,
    ...(tokens && { tokens }),
    ...(unanswered !== undefined && { unanswered }),
    ...(retry && { retry }),
    ...(refusal && { refusal }),
    ...(seeds && { seeds }),
    ...(epochs && { epochs }),
    ...(coolsUntil !== undefined && { coolsUntil }),
  };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isTokenSet(tokens: unknown): boolean {
  return wrongField(tokens) === undefined && isObject(tokens) && "accessToken" in tokens;
}

function isRetry(value: unknown): value is Retry {
  if (!isObject(value)) return false;
  const { code, reason, at, wait, mayProbe }: Partial<Record<keyof Retry, unknown>> = value;
  const areTimes = [at, wait].every((time) => typeof time === "number" && Number.isFinite(time));
  const isFlag = mayProbe === undefined || mayProbe === true;
  return isTokenErrorCode(code) && typeof reason === "string" && areTimes && isFlag;
}

function isRefusal(value: unknown): value is Refusal {
  if (!isObject(value)) return false;
  const { code, message }: Partial<Record<keyof Refusal, unknown>> = value;
  return isTokenErrorCode(code) && typeof message === "string";
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
