/**
 * What a finding means: `ok`; a `note` that needs no action; a `warning` about what may go wrong later; a `problem` that
 * ends logins or refreshes; or `not_checked`, because something was out of reach or forbidden.
 */
export type FindingLevel = "ok" | "note" | "warning" | "problem" | "not_checked";

/** One result of a check. */
export interface Finding {
  /** The name of the check, for programs. */
  readonly check: string;
  readonly level: FindingLevel;
  /** What was found, what it means, and what to do. It holds no secret. */
  readonly message: string;
}

/** Makes the findings of one check. */
export type FindingsOf = Readonly<Record<FindingLevel, (message: string) => Finding>>;

/** Functions that make the findings of a check. */
export function findingsOf(check: string): FindingsOf {
  const of = (level: FindingLevel) => (message: string) => ({ check, level, message });
  return {
    ok: of("ok"),
    note: of("note"),
    warning: of("warning"),
    problem: of("problem"),
    not_checked: of("not_checked"),
  };
}
