import type { TokenRecord } from "../store/index.ts";
import { scheduleOf } from "../tokens/index.ts";
import { withoutUndefined } from "../values/index.ts";
import type { AdoptedEvent, RefreshedEvent, TokenEvent } from "./token-event.ts";

/** Sends events about tokens that are in the store. */
interface Emitter {
  emit(event: TokenEvent): void;
}

/**
 * Reports what has become of tokens that are in the store.
 *
 * @param type `refreshed` if this process has got them; `adopted` if another one has, or the operator's seed
 */
export function emitStored(
  { emit }: Emitter,
  type: (RefreshedEvent | AdoptedEvent)["type"],
  record: TokenRecord,
): TokenRecord {
  const { revision, tokens } = record;
  const { endsAt } = scheduleOf(record, 0);
  const expiresAt = endsAt < Infinity ? endsAt : undefined;
  const event = { type, revision, expiresAt };
  if (tokens?.accessToken) emit(withoutUndefined<RefreshedEvent | AdoptedEvent>(event));
  return record;
}
