import type { RefreshCall } from "./refresh-call.ts";

/** A lost login: the process that the server answered with the new refresh token died before it was stored. */
export interface Loss {
  readonly kind: LossKind;
  /** When the process was killed, epoch ms. */
  readonly beganAt: number;
  readonly explanation: string;
}

export const lossKinds = [
  /** Killed between the rotation and the end of its reply. */
  "killed before the reply",
  /** Killed after the reply, before it was in the token file. */
  "killed before the reply was stored",
] as const;

export type LossKind = (typeof lossKinds)[number];

/** The loss that follows from a call whose sender was killed; `undefined` if nothing was lost by that. */
export function lossOf(
  { sender, rotatedAt, repliedAt, storedAt }: RefreshCall,
  killedAt: number | undefined,
): Loss | undefined {
  if (killedAt === undefined || rotatedAt === undefined || storedAt !== undefined) return undefined;
  const worker = `worker ${sender.worker} was killed`;
  if (repliedAt !== undefined && repliedAt < killedAt) {
    const explanation = `${worker} ${killedAt - repliedAt} ms after the reply, before it was stored`;
    return { kind: "killed before the reply was stored", beganAt: killedAt, explanation };
  }
  const after = killedAt - rotatedAt;
  const when =
    after < 0
      ? `${-after} ms before a rotation that the server carried out all the same`
      : `${after} ms after the rotation, before the reply`;
  return { kind: "killed before the reply", beganAt: killedAt, explanation: `${worker} ${when}` };
}
