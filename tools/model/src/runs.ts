/** One thing that spin checks about the protocol. */
export interface Run {
  /** `P1` to `P4` of CONTRIBUTING.md, or the first rule: a refresh token is dead only if the provider says so. */
  readonly properties: readonly string[];
  readonly title: string;
  /** For `spin -D`: bounds, and what is left out of the protocol. */
  readonly defines: readonly string[];
  /**
   * A violation must be found: the protocol is `broken` on purpose, or an assertion denies a case that
   * the search must reach (`witness`).
   */
  readonly kind?: "broken" | "witness";
}

const safety = ["first rule", "P1", "P2", "P3"];
/** With the lock, on which only waiting depends. */
const answered = ["ANSWERED_BY_ALL", "LOCK"];
/** Suspended after the last look at the clock, and before the send. */
const lateSend = ["LATE_UNNOTICED", "LEASES=1"];

const broken: readonly Run[] = [
  {
    properties: ["first rule"],
    title: "the second send without an answer is a refusal",
    defines: ["TERMINAL_DOUBT", "LOSSES=2"],
    kind: "broken",
  },
  {
    properties: ["first rule"],
    title: "an answer is thrown away at the callers' deadline",
    defines: ["CUT_AT_DEADLINE", "DEADLINES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "no second look at the revision after the claim",
    defines: ["NO_SECOND_LOOK"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "an abandoned claim is not recorded before the resend",
    defines: ["NO_DOUBT", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "the lock alone, no exclusive claim",
    defines: ["LOCK_ONLY", "LOCK", "LEASES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "a claim does not look at other turns",
    defines: ["NO_LOOK_AROUND", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "a claim is given up before the commit that won is in the file",
    defines: ["FREED_EARLY", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "a heartbeat after a suspension does not look whether another process took over",
    defines: ["BLIND_HEARTBEAT", "LEASES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "suspended right before the send, and the same rules as without",
    defines: lateSend,
    kind: "broken",
  },
  {
    properties: ["P2"],
    title: "tokens are used before they are committed",
    defines: ["NOT_PERSISTED"],
    kind: "broken",
  },
  {
    properties: ["P2"],
    title: "a reply is written in a step of its own after its arrival",
    defines: ["NO_JOURNAL", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P2"],
    title: "an abandoned claim is recorded as unanswered, and its reservation is not read",
    defines: ["UNREAD", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P2"],
    title: "reservations are cleared away before they are read",
    defines: ["CLEARED_UNREAD", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P3"],
    title: "not a copy of a reservation is published, but the file itself: its owner writes again",
    defines: ["FOREIGN_FILE", "OVERWRITE", "PROCESSES=2", "LEASES=1", "LOSSES=1"],
    kind: "broken",
  },
  {
    properties: ["P3"],
    title: "no exclusive name for a commit",
    defines: ["NO_COMMIT_NAME", "LEASES=1"],
    kind: "broken",
  },
  {
    properties: ["P3"],
    title: "a commit replaces the file under its shared name",
    defines: ["SHARED_COMMIT", "LEASES=1"],
    kind: "broken",
  },
  {
    properties: ["P4"],
    title: "nobody completes the commit of a dead process",
    defines: [...answered, "NO_FINISH", "CRASHES=1"],
    kind: "broken",
  },
  {
    properties: ["P1"],
    title: "a crash between claim and send, so that the first send comes after the record of it",
    defines: ["WITNESS_FIRST_SEND", "CRASHES=1"],
    kind: "witness",
  },
  {
    properties: ["P2"],
    title: "a crash after a reply was written, so that another process commits a copy of it",
    defines: ["WITNESS_RECOVERY", "CRASHES=1"],
    kind: "witness",
  },
];

/** For `npm test`: two processes, and three where that is quick. */
export const quickRuns: readonly Run[] = [
  {
    properties: safety,
    title: "3 processes, 1 crash, 1 lost answer",
    defines: ["CRASHES=1", "LOSSES=1"],
  },
  {
    properties: safety,
    title: "2 processes, 1 crash, 1 restart, 1 lost answer, 1 suspension",
    defines: ["PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LOSSES=1", "LEASES=1"],
  },
  {
    properties: safety,
    title: "2 processes, 1 crash, 2 lost answers, 1 deadline",
    defines: ["PROCESSES=2", "CRASHES=1", "LOSSES=2", "DEADLINES=1"],
  },
  {
    properties: ["P4"],
    title: "2 processes, 1 crash, 1 lost answer",
    defines: [...answered, "PROCESSES=2", "CRASHES=1", "LOSSES=1"],
  },
  ...broken,
];

/** For `npm run model`: the slowest come first, as two run at a time. */
export const allRuns: readonly Run[] = [
  {
    properties: ["P4"],
    title: "3 processes, 1 lost answer, 1 suspension",
    defines: [...answered, "LOSSES=1", "LEASES=1"],
  },
  {
    properties: safety,
    title: "3 processes, 1 crash, 1 lost answer, 1 suspension",
    defines: ["CRASHES=1", "LOSSES=1", "LEASES=1"],
  },
  {
    properties: ["P4"],
    title: "3 processes, 1 crash, 2 lost answers",
    defines: [...answered, "CRASHES=1", "LOSSES=2"],
  },
  {
    properties: safety,
    title: "3 processes, 1 lost answer, 1 suspension, 1 deadline",
    defines: ["LOSSES=1", "LEASES=1", "DEADLINES=1"],
  },
  {
    properties: safety,
    title: "3 processes, 1 crash, 1 restart, 1 lost answer",
    defines: ["CRASHES=1", "RESTARTS=1", "LOSSES=1"],
  },
  {
    properties: ["P4"],
    title: "3 processes, 1 crash, 1 lost answer, 1 deadline",
    defines: [...answered, "CRASHES=1", "LOSSES=1", "DEADLINES=1"],
  },
  {
    properties: safety,
    title: "2 processes, 1 crash, 1 restart, 1 lost answer, 2 suspensions, 1 deadline",
    defines: [
      ...["PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LOSSES=1", "LEASES=2", "DEADLINES=1"],
      "REVISIONS=7",
    ],
  },
  { properties: safety, title: "3 processes, 3 lost answers", defines: ["LOSSES=3"] },
  {
    properties: ["P1"],
    title: "suspended right before the send: one more send at most",
    defines: [...lateSend, "LOSSES=1", "LATE_SENDS_ALLOWED"],
  },
  {
    properties: ["P4"],
    title: "2 processes, 1 crash, 1 restart, 1 lost answer, 1 suspension",
    defines: [...answered, "PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LOSSES=1", "LEASES=1"],
  },
  {
    properties: safety,
    title: "3 processes, 1 crash, 2 lost answers",
    defines: ["CRASHES=1", "LOSSES=2"],
  },
  {
    properties: safety,
    title: "3 processes, 1 crash, 1 lost answer, 1 deadline",
    defines: ["CRASHES=1", "LOSSES=1", "DEADLINES=1"],
  },
  {
    properties: safety,
    title: "2 processes, 1 crash, 1 restart, 2 lost answers, 1 suspension",
    defines: ["PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LOSSES=2", "LEASES=1", "REVISIONS=8"],
  },
  {
    properties: safety,
    title: "3 processes, 2 crashes, 1 restart",
    defines: ["CRASHES=2", "RESTARTS=1"],
  },
  {
    properties: safety,
    title: "3 processes, 1 crash, 1 lost answer, a token that expires again",
    defines: ["ROUNDS=1", "CRASHES=1", "LOSSES=1", "REVISIONS=8"],
  },
  { properties: safety, title: "3 processes, 2 suspensions", defines: ["LEASES=2"] },
  {
    properties: ["P2"],
    title: "no crash loses a written reply: 3 processes, 2 crashes, 1 suspension",
    defines: ["CRASHES=2", "LEASES=1"],
  },
  {
    properties: safety,
    title: "3 processes, 2 crashes, 1 lost answer",
    defines: ["CRASHES=2", "LOSSES=1"],
  },
  ...broken,
];
