import type { ServerAddress } from "./oidc-server.ts";

/** What a worker process is to do; it travels as JSON. */
export interface Job {
  readonly worker: number;
  readonly server: ServerAddress;
  /** Of the token file that all share. */
  readonly path: string;
  readonly seed: { readonly refreshToken: string };
}

/** What a worker is told; it travels as JSON too. */
export type Order =
  /** Somebody has logged in: these are the new tokens. */
  { readonly kind: "login"; readonly refreshToken: string } | { readonly kind: "stop" };
