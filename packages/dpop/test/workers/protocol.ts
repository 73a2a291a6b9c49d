/** What a process is to do; it travels as JSON. */
export interface Job {
  readonly tokenUrl: string;
  readonly resourceUrl: string;
  /** Of the token file that all share. */
  readonly path: string;
  readonly seed: { readonly refreshToken: string };
  /** How far its clock is ahead, ms. */
  readonly ahead: number;
}

export function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "tokenUrl" in value && "path" in value;
}

/** How many requests a process is to make at once. */
export function isSize(value: unknown): value is number {
  return typeof value === "number";
}

/** The statuses of its requests, and the codes of its failures. */
export function isOutcomes(value: unknown): value is readonly (number | string)[] {
  return Array.isArray(value);
}
