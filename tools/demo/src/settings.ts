import type { PresetName } from "@refresh-once/end-to-end/scenario";

/** What a run is made of. */
export interface Settings {
  readonly providers: readonly PresetName[];
  readonly processes: number;
  /** How long the processes make requests. */
  readonly seconds: number;
  /** How long an access token lives, in milliseconds. */
  readonly lifetime: number;
}
