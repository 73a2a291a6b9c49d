import type { TokenRecord } from "../store/index.ts";
import { scheduleOf } from "../tokens/index.ts";
import { withoutUndefined } from "../values/index.ts";
import type { RefreshedEvent, TokenEvent } from "./token-event.ts";

/** Sends events about tokens that are in the store. */
interface Emitter {
  emit(event: TokenEvent): void;
}

/** Reports that this process uses tokens that another process, or the operator's seed, has stored. */
export function emitAdopted({ emit }: Emitter, record: TokenRecord): TokenRecord {
  if (record.tokens?.accessToken) emit({ type: "adopted", ...stateOf(record) });
  return record;
}

/** Reports that this process has refreshed and stored tokens. */
export function emitRefreshed({ emit }: Emitter, record: TokenRecord): TokenRecord {
  if (record.tokens?.accessToken) emit({ type: "refreshed", ...stateOf(record) });
  return record;
}

type Stored = Pick<RefreshedEvent, "revision" | "expiresAt">;

function stateOf(record: TokenRecord): Stored {
  const { endsAt } = scheduleOf(record, 0);
  const { revision } = record;
  return withoutUndefined<Stored>({ revision, expiresAt: endsAt < Infinity ? endsAt : undefined });
}
