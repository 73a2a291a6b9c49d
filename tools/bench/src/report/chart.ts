/** Bars of one measure, in the order in which they are shown. */
export interface Chart {
  /** Of its file, without the ending. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Whose figure it is, which says its colour. */
  readonly role: "bare" | "ours" | "peer";
}
