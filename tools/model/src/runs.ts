/** One thing that spin finds out about the protocol. */
export interface Run {
  /** Of CONTRIBUTING.md, `P1` to `P4`. */
  readonly properties: readonly string[];
  readonly title: string;
  /** For `spin -D`: bounds, and what is left out of the protocol. */
  readonly defines: readonly string[];
  /** The protocol is broken on purpose: a counterexample must be found. */
  readonly isBroken?: true;
}

const safety = ["P1", "P2", "P3"];
/** With the lock, which nothing but waiting rests on. */
const answered = ["ANSWERED_BY_ALL", "LOCK"];
const late = ["LATE_UNNOTICED", "LEASES=1"];

const broken: readonly Run[] = [
  {
    properties: ["P1"],
    title: "no second look after the claim",
    defines: ["NO_SECOND_LOOK"],
    isBroken: true,
  },
  {
    properties: ["P1"],
    title: "a resend that is not written down before",
    defines: ["NO_DOUBT", "CRASHES=1"],
    isBroken: true,
  },
  {
    properties: ["P1"],
    title: "the lock alone, no exclusive claim",
    defines: ["LOCK_ONLY", "LOCK", "LEASES=1"],
    isBroken: true,
  },
  {
    properties: ["P1"],
    title: "no look around for other turns",
    defines: ["NO_LOOK_AROUND", "CRASHES=1"],
    isBroken: true,
  },
  {
    properties: ["P1"],
    title: "a claim given up before the other's commit is in the file",
    defines: ["FREED_EARLY", "CRASHES=1"],
    isBroken: true,
  },
  {
    properties: ["P2"],
    title: "tokens used before they are committed",
    defines: ["NOT_PERSISTED"],
    isBroken: true,
  },
  {
    properties: ["P3"],
    title: "no exclusive name for a commit",
    defines: ["NO_COMMIT_NAME", "LEASES=1"],
    isBroken: true,
  },
  {
    properties: ["P3"],
    title: "a commit that replaces the file under its shared name",
    defines: ["SHARED_COMMIT", "LEASES=1"],
    isBroken: true,
  },
  {
    properties: ["P4"],
    title: "a dead one's commit is left as it is",
    defines: [...answered, "NO_FINISH", "CRASHES=1"],
    isBroken: true,
  },
];

/** For `npm test`: two processes, and three where that is quick. */
export const quickRuns: readonly Run[] = [
  {
    properties: safety,
    title: "2 processes, 1 crash, 1 restart, 1 lease over",
    defines: ["PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LEASES=1"],
  },
  { properties: safety, title: "3 processes, 1 crash", defines: ["CRASHES=1"] },
  {
    properties: ["P4"],
    title: "2 processes, 1 crash",
    defines: [...answered, "PROCESSES=2", "CRASHES=1"],
  },
  ...broken.filter(({ defines }) => !defines.includes("LEASES=1") || defines.includes("LOCK")),
  {
    properties: ["P3"],
    title: "no exclusive name for a commit",
    defines: ["NO_COMMIT_NAME", "LEASES=1", "PROCESSES=2"],
    isBroken: true,
  },
];

/** For `npm run model`: the slowest come first, as several run at once. */
export const allRuns: readonly Run[] = [
  {
    properties: safety,
    title: "3 processes, 2 crashes, 1 restart",
    defines: ["CRASHES=2", "RESTARTS=1"],
  },
  {
    properties: ["P4"],
    title: "3 processes, 1 lease over",
    defines: [...answered, "LEASES=1"],
  },
  { properties: safety, title: "3 processes, 2 leases over", defines: ["LEASES=2"] },
  {
    properties: safety,
    title: "3 processes, 1 crash, 1 lease over",
    defines: ["CRASHES=1", "LEASES=1"],
  },
  {
    properties: safety,
    title: "3 processes, 1 crash, a token that expires again",
    defines: ["ROUNDS=1", "CRASHES=1", "REVISIONS=8"],
  },
  {
    properties: safety,
    title: "2 processes, 1 crash, 1 restart, 2 leases over",
    defines: ["PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LEASES=2"],
  },
  { properties: ["P4"], title: "3 processes, 1 crash", defines: [...answered, "CRASHES=1"] },
  {
    properties: ["P4"],
    title: "2 processes, 1 crash, 1 restart, 1 lease over",
    defines: [...answered, "PROCESSES=2", "CRASHES=1", "RESTARTS=1", "LEASES=1"],
  },
  {
    properties: ["P1"],
    title: "late between the last look at the clock and the send: at most two sends",
    defines: [...late, "AT_MOST_TWICE"],
  },
  {
    properties: ["P1"],
    title: "the same: the second send only after the first is in doubt",
    defines: late,
    isBroken: true,
  },
  ...broken,
];
