/** What is measured of one contender in a process of its own. */
export interface AllocationsJob {
  /** Of the contender. */
  readonly name: string;
  readonly requests: number;
}

export function isAllocationsJob(value: unknown): value is AllocationsJob {
  return typeof value === "object" && value !== null && "requests" in value;
}

/** Bytes of the heap, a request. */
export interface Allocations {
  /** All that was allocated, whatever became of it. */
  readonly allocated: number;
  /** What is still held when the engine has cleaned up. */
  readonly held: number;
}

export function isAllocations(value: unknown): value is Allocations {
  return typeof value === "object" && value !== null && "allocated" in value;
}
