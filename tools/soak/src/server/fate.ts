import type { Random } from "../random.ts";

/** When, in the course of a refresh, its process is killed. */
export type Phase = "before the rotation" | "after the rotation" | "at the reply";

/** What the network and the operator do to one refresh; in ms. */
export interface Fate {
  /** Between the arrival of the request and the rotation. */
  readonly before: number;
  /** Between the rotation and the reply: the window in which a kill costs the login. */
  readonly after: number;
  readonly kill?: { readonly phase: Phase; readonly delay: number };
}

/** As on a good day. */
export const calm: Fate = { before: 0, after: 0 };

/** The server notices in the end that a client is gone; this is how long it is given. */
const noticing = 100;

const kills: readonly ((random: Random) => Fate)[] = [
  (random) => {
    const delay = random.between(0, 150);
    return { before: delay + noticing, after: 0, kill: { phase: "before the rotation", delay } };
  },
  (random) => {
    const delay = random.between(0, 150);
    return { before: 0, after: delay + noticing, kill: { phase: "after the rotation", delay } };
  },
  // A commit takes a few ms: these come before, in the midst of it and after.
  (random) => ({
    ...calm,
    kill: { phase: "at the reply", delay: random.between(0, 10) },
  }),
];

/** Draws one; most are calm, some slow, and some, where that is allowed, deadly. */
export function drawFate(random: Random, mayKill: boolean): Fate {
  if (random.chance(0.3)) return calm;
  const slow = { before: random.between(0, 150), after: random.between(0, 250) };
  const deadly = random.pick(kills)?.(random) ?? slow;
  return mayKill && random.chance(0.75) ? deadly : slow;
}
