import type { TokenRecord } from "../store/index.ts";
import { scheduleOf } from "../tokens/index.ts";
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

function stateOf(record: TokenRecord): Pick<RefreshedEvent, "revision" | "expiresAt"> {
  const { endsAt } = scheduleOf(record, 0);
  return { revision: record.revision, ...(endsAt < Infinity && { expiresAt: endsAt }) };
}
