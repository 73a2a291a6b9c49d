/** The user whose files nobody else's are. */
const nobody = 65_534;

/** A user that may not write everywhere: this one or, if this is root, `nobody`. */
export const ordinaryUser = process.geteuid?.() === 0 ? nobody : (process.geteuid?.() ?? 0);

/** Runs `work` as the ordinary user. */
export async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const self = process.geteuid?.();
  if (self !== 0) return work();
  process.seteuid?.(ordinaryUser);
  try {
    return await work();
  } finally {
    process.seteuid?.(self);
  }
}
