import type { LoginOptions } from "../login-options.ts";
import type { Output } from "../program/output.ts";

/** What a login needs. */
export interface LoginContext {
  readonly login: LoginOptions;
  /** The scopes to ask for. */
  readonly scope: string;
  /** Whether a browser may be opened, if there is one. */
  readonly opensBrowser: boolean;
  readonly output: Output;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}
