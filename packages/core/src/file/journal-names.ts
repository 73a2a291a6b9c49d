/**
 * The claim file of an attempt: `7.1.claim` is the first claim of revision 7, and `7.2.claim` takes over
 * from it after it was abandoned.
 */
export function claimName(revision: number, attempt: number): string {
  return `${revision}.${attempt}.claim`;
}

/** The decided commit: `8.commit` says which record revision 8 is. It is about to become the store file. */
export function commitName(revision: number): string {
  return `${revision}.commit`;
}

/**
 * One claimant's proposal: `8.<id>.commit` is the record that it wants to commit as revision 8. Until the
 * record is written, the file is the claimant's blank reservation. It becomes the store file at most once.
 */
export function proposalName(revision: number, id: string): string {
  return `${revision}.${id}.commit`;
}

/** The claim file before it is linked to its attempt number. */
export function draftName(id: string): string {
  return `${id}.draft`;
}

/** The attempt numbers of a revision that have a claim file, in ascending order. */
export function attemptsOf(names: readonly string[], revision: number): number[] {
  return names
    .flatMap((name) => {
      const [, of, attempt] = /^(\d+)\.(\d+)\.claim$/.exec(name) ?? [];
      return Number(of) === revision ? [Number(attempt)] : [];
    })
    .sort((a, b) => a - b);
}

/** The names of all reservations and proposals of a revision. */
export function proposalsOf(names: readonly string[], revision: number): string[] {
  return names.filter((name) => Number(proposal.exec(name)?.[1]) === revision);
}

/** Whether a file name is that of a commit, decided or only proposed. */
export function isCommit(name: string): boolean {
  return /^\d+\.([\da-f-]{36}\.)?commit$/.test(name);
}

const proposal = /^(\d+)\.[\da-f-]{36}\.commit$/;

/** Whether a file is a draft or belongs to a former revision. The holder of a claim may remove these. */
export function isLeftOver(name: string, revision: number): boolean {
  if (/^[\da-f-]{36}\.draft$/.test(name)) return true;
  const [, of, kind] = /^(\d+)(?:\.[\da-f-]+)?\.(claim|commit)$/.exec(name) ?? [];
  return kind === "claim" ? Number(of) < revision : Number(of) <= revision;
}
