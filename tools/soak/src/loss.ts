import type { RefreshCall } from "./refresh-call.ts";

/** A login that was lost: what the server gave for a refresh token reached nobody who is alive. */
export interface Loss {
  readonly kind: LossKind;
  /** The kill that caused it, epoch ms. */
  readonly beganAt: number;
  readonly explanation: string;
}

/** A worker that was killed, and when; epoch ms. */
export interface Kill {
  readonly worker: number;
  readonly at: number;
}

export const lossKinds = [
  /** Killed between the rotation and the end of its reply. */
  "killed before the reply",
  /** Killed with the reply on its way or in hand, before it was in the token file. */
  "killed before the reply was stored",
  /** The process that was to send a token once more was killed as well. */
  "killed twice in a row",
] as const;

export type LossKind = (typeof lossKinds)[number];

/** The loss that killing its sender has made of a call, if that is what it was. */
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

/**
 * The loss of a token whose two holders were killed, one after the other.
 *
 * @param kills since it was issued, newest first
 * @param sends those that the server has seen: who dies right after its claim has sent nothing
 */
export function lossOfTwo(kills: readonly Kill[], sends: readonly RefreshCall[]): Loss | undefined {
  const [last, former] = kills;
  if (!last || !former) return undefined;
  const killed = kills.map(({ worker, at }) => `${worker} ${last.at - at} ms`).join(", ");
  const seen = sends.map(({ sender }) => sender.worker).join(", ") || "nobody";
  const explanation = `not sent a third time: killed were ${killed} before the last; the server has seen sends of ${seen}`;
  return { kind: "killed twice in a row", beganAt: last.at, explanation };
}
