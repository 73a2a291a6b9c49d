/** A value in a {@link UseOrder}. */
export interface Used<T> {
  readonly value: T;
  before: Used<T> | undefined;
  after: Used<T> | undefined;
}

/**
 * Values in the order in which they were last used, as a linked list. Each operation takes the same time, however
 * many values there are. A `Map` would keep the order as well, but it is slow to begin an iteration over a `Map`
 * whose first entries were deleted.
 */
export class UseOrder<T> {
  #first: Used<T> | undefined;
  #last: Used<T> | undefined;

  /** The value that was not used for the longest time. */
  get first(): Used<T> | undefined {
    return this.#first;
  }

  add(value: T): Used<T> {
    return this.#append({ value, before: undefined, after: undefined });
  }

  /** Moves an entry to the end. */
  use(entry: Used<T>): void {
    if (entry === this.#last) return;
    this.remove(entry);
    this.#append(entry);
  }

  remove(entry: Used<T>): void {
    const { before, after } = entry;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
  }

  #append(entry: Used<T>): Used<T> {
    entry.before = this.#last;
    entry.after = undefined;
    if (this.#last) this.#last.after = entry;
    else this.#first = entry;
    this.#last = entry;
    return entry;
  }
}
