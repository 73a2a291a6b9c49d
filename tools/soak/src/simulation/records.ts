import type { TokenRecord } from "@refresh-once/core/store";
import { placeOf } from "./authorization-server.ts";

/** The records that a store has held, numbered in the order in which they came. */
export class Records {
  readonly #numbers = new Map<TokenRecord, number>();
  readonly #refreshTokens = new Set<string>();
  readonly #logins = new Map<number, number>();
  readonly #epochs = new Map<string, number>();

  add(record: TokenRecord): void {
    const number = this.#numbers.size + 1;
    this.#numbers.set(record, number);
    const epoch = record.epochs?.at(-1) ?? "";
    if (!this.#epochs.has(epoch)) this.#epochs.set(epoch, number);
    const { refreshToken } = record.tokens ?? {};
    if (refreshToken === undefined) return;
    this.#refreshTokens.add(refreshToken);
    const { login } = placeOf(refreshToken);
    if (!this.#logins.has(login)) this.#logins.set(login, number);
  }

  /** Whether one of them had this refresh token. */
  have(refreshToken: string): boolean {
    return this.#refreshTokens.has(refreshToken);
  }

  /** The number of the first record of its epoch: that of a logout, for example. 0 for no record. */
  beginningOf(record: TokenRecord | undefined): number {
    return (record && this.#epochs.get(record.epochs?.at(-1) ?? "")) ?? 0;
  }

  /** 0 for no record. */
  numberOf(record: TokenRecord | undefined): number {
    return (record && this.#numbers.get(record)) ?? 0;
  }

  /** The number of the record by which the login of a refresh token came. */
  loginOf(refreshToken: string): number | undefined {
    return this.#logins.get(placeOf(refreshToken).login);
  }
}
