import type { Subject } from "./subject.ts";

/**
 * What can be measured, in the order of the page. Each is loaded when it is its turn: what one has
 * loaded and compiled is no part of another's time.
 */
export const subjects = {
  "hot-path": async () => (await import("./hot-path/hot-path-bench.ts")).subject,
  allocations: async () => (await import("./allocations/allocations-bench.ts")).subject,
  proofs: async () => (await import("./proofs/proofs-bench.ts")).subject,
  storms: async () => (await import("./storms/storms-bench.ts")).subject,
  processes: async () => (await import("./processes/processes-bench.ts")).subject,
  imports: async () => (await import("./imports/imports-bench.ts")).subject,
  bytes: async () => (await import("./bytes/bytes-bench.ts")).subject,
  accounts: async () => (await import("./accounts/accounts-bench.ts")).subject,
  pool: async () => (await import("./pool/pool-bench.ts")).subject,
  adoption: async () => (await import("./stores/adoption-bench.ts")).subject,
  "steady-state": async () => (await import("./stores/steady-state-bench.ts")).subject,
  contention: async () => (await import("./stores/contention-bench.ts")).subject,
} as const satisfies Record<string, () => Promise<Subject>>;

export type SubjectName = keyof typeof subjects;

export const subjectNames = Object.keys(subjects).filter(isSubjectName);

export function isSubjectName(name: string): name is SubjectName {
  return Object.hasOwn(subjects, name);
}
