/** One of the things that this program can do. */
export interface Mode {
  /** Its part of `--help`. */
  readonly usage: string;
  /**
   * Reads its flags; what it gives then runs until its end or until it is interrupted, and says whether
   * all was well.
   *
   * @throws {TypeError} that names the first wrong flag
   */
  prepare(args: readonly string[]): (interrupted: AbortSignal) => Promise<boolean>;
}
