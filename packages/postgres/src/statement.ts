import { processWide } from "@refresh-once/core/store";
import { fnv1a } from "./fnv.ts";

/** An SQL statement. */
export interface Statement {
  /** Under this name, it is prepared once on each connection. Without a name, it is not prepared. */
  readonly name?: string;
  readonly text: string;
}

/** All statements by their text, because hashing it takes longer than running it. */
const statements = processWide("postgres/statements", () => new Map<string, Statement>());

/**
 * Returns a statement that is named after its whole text: behind a pooler, a connection may have statements of other
 * tables and of other versions of this library, and none of them may run in place of this one.
 *
 * @param what the last part of the comment with which the text begins
 */
export function preparedStatement(what: string, sql: string): Statement {
  const text = `/* refresh-once: ${what} */ ${sql}`;
  const statement = statements.get(text) ?? {
    name: `refresh-once: ${what} ${fnv1a(text)}${fnv1a(text, text.length)}`,
    text,
  };
  statements.set(text, statement);
  return statement;
}
