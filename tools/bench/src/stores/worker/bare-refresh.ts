import { isTokenReply, type TokenCall } from "./token-calls.ts";

/** A stored reply of the token endpoint, and how many there were before. */
interface BareRecord {
  readonly revision: number;
  readonly text: string;
}

/** The three commands that a refresh needs, without this library. */
export interface BareStore {
  /** Stores a login. */
  create(key: string, text: string): Promise<unknown>;
  read(key: string): Promise<BareRecord>;
  /** Takes the right to replace this revision. */
  claim(key: string, revision: number): Promise<boolean>;
  commit(key: string, record: BareRecord): Promise<unknown>;
}

/**
 * Refreshes an account as one would without this library, if nothing ever failed.
 *
 * @throws {Error} if another process has the claim: each bare account has one process that refreshes it
 */
export async function refreshBare(store: BareStore, key: string, call: TokenCall): Promise<void> {
  const { revision, text } = await store.read(key);
  const tokens: unknown = JSON.parse(text);
  if (!isTokenReply(tokens)) throw new Error(`no tokens at ${key}`);
  if (!(await store.claim(key, revision))) throw new Error(`${key} is claimed`);
  const reply = await call(tokens);
  await store.commit(key, { revision: revision + 1, text: JSON.stringify(reply) });
}
