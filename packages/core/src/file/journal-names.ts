/** `7.1.claim`: the first claim of revision 7; `7.2.claim` took over from it when it was abandoned. */
export function claimName(revision: number, turn: number): string {
  return `${revision}.${turn}.claim`;
}

/** `8.commit`: revision 8 is decided, and about to become the store file. */
export function commitName(revision: number): string {
  return `${revision}.commit`;
}

/**
 * `8.<id>.commit`: what one claimant wants revision 8 to be. It is the claimant's reservation until it
 * holds a record, and it becomes the store file at most once.
 */
export function proposalName(revision: number, id: string): string {
  return `${revision}.${id}.commit`;
}

/** A claim that has no turn yet. */
export function draftName(id: string): string {
  return `${id}.draft`;
}

/** The turns of a revision that are taken, in their order. */
export function turnsOf(names: readonly string[], revision: number): number[] {
  return names
    .flatMap((name) => {
      const [, of, turn] = /^(\d+)\.(\d+)\.claim$/.exec(name) ?? [];
      return Number(of) === revision ? [Number(turn)] : [];
    })
    .sort((a, b) => a - b);
}

/** The reservations and proposals of a revision that are there. */
export function proposalsOf(names: readonly string[], revision: number): string[] {
  return names.filter((name) => Number(proposal.exec(name)?.[1]) === revision);
}

/** Whether the file of a name is a commit, decided or not. */
export function isCommit(name: string): boolean {
  return /^\d+\.([\da-f-]{36}\.)?commit$/.test(name);
}

const proposal = /^(\d+)\.[\da-f-]{36}\.commit$/;

/** Files of former revisions, and drafts: the holder of a claim may remove all of these. */
export function isLeftOver(name: string, revision: number): boolean {
  if (/^[\da-f-]{36}\.draft$/.test(name)) return true;
  const [, of, kind] = /^(\d+)(?:\.[\da-f-]+)?\.(claim|commit)$/.exec(name) ?? [];
  return kind === "claim" ? Number(of) < revision : Number(of) <= revision;
}
