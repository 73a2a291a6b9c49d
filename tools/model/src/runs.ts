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

const safety = "first rule, P1, P2, P3";
/** With the lock, on which only waiting depends. */
const answered = "ANSWERED_BY_ALL LOCK";
/** Suspended after the last look at the clock, and before the send. */
const lateSend = "LATE_UNNOTICED LEASES=1";

/**
 * @param properties separated by commas
 * @param defines separated by blanks
 */
function holds(properties: string, title: string, defines: string): Run {
  return { properties: properties.split(", "), title, defines: defines.split(" ") };
}

function broken(property: string, title: string, defines: string): Run {
  return { ...holds(property, title, defines), kind: "broken" };
}

function witness(property: string, title: string, defines: string): Run {
  return { ...holds(property, title, defines), kind: "witness" };
}

/** At least one for each property, and a case that the search must reach: each assertion can fail. */
const quickToBeFound: readonly Run[] = [
  broken(
    "first rule",
    "an answer is thrown away at the callers' deadline",
    "CUT_AT_DEADLINE DEADLINES=1",
  ),
  broken("P1", "no second look at the revision after the claim", "NO_SECOND_LOOK"),
  broken("P2", "a reply is written in a step of its own after its arrival", "NO_JOURNAL CRASHES=1"),
  broken("P3", "no exclusive name for a commit", "NO_COMMIT_NAME LEASES=1"),
  broken("P4", "nobody completes the commit of a dead process", `${answered} NO_FINISH CRASHES=1`),
  witness(
    "P2",
    "a crash after a reply was written, so that another process commits a copy of it",
    "WITNESS_RECOVERY CRASHES=1",
  ),
];

const mustBeFound: readonly Run[] = [
  ...quickToBeFound,
  broken("P1", "the lock alone, no exclusive claim", "LOCK_ONLY LOCK LEASES=1"),
  broken("first rule", "the second send without an answer is a refusal", "TERMINAL_DOUBT LOSSES=2"),
  broken("P1", "an abandoned claim is not recorded before the resend", "NO_DOUBT CRASHES=1"),
  broken("P1", "a claim does not look at other turns", "NO_LOOK_AROUND CRASHES=1"),
  broken(
    "P1",
    "a claim is given up before the commit that won is in the file",
    "FREED_EARLY CRASHES=1",
  ),
  broken(
    "P1",
    "a heartbeat after a suspension does not look whether another process took over",
    "BLIND_HEARTBEAT LEASES=1",
  ),
  broken("P1", "suspended right before the send, and the same rules as without", lateSend),
  broken("P2", "tokens are used before they are committed", "NOT_PERSISTED"),
  broken(
    "P2",
    "an abandoned claim is recorded as unanswered, and its reservation is not read",
    "UNREAD CRASHES=1",
  ),
  broken("P2", "reservations are cleared away before they are read", "CLEARED_UNREAD CRASHES=1"),
  broken(
    "P3",
    "not a copy of a reservation is published, but the file itself: its owner writes again",
    "FOREIGN_FILE OVERWRITE PROCESSES=2 LEASES=1 LOSSES=1",
  ),
  broken("P3", "a commit replaces the file under its shared name", "SHARED_COMMIT LEASES=1"),
  witness(
    "P1",
    "a crash between claim and send, so that the first send comes after the record of it",
    "WITNESS_FIRST_SEND CRASHES=1",
  ),
];

/** For `npm test`: two processes, and three where that is quick. */
export const quickRuns: readonly Run[] = [
  holds(safety, "3 processes, 1 crash", "CRASHES=1"),
  holds(
    safety,
    "2 processes, 1 crash, 1 lost answer, 1 suspension",
    "PROCESSES=2 CRASHES=1 LOSSES=1 LEASES=1",
  ),
  holds(
    safety,
    "2 processes, 1 crash, 1 restart, 1 deadline",
    "PROCESSES=2 CRASHES=1 RESTARTS=1 DEADLINES=1",
  ),
  holds("P4", "2 processes, 1 crash, 1 lost answer", `${answered} PROCESSES=2 CRASHES=1 LOSSES=1`),
  ...quickToBeFound,
];

/** For `npm run model`: the slowest come first, as two run at a time. */
export const allRuns: readonly Run[] = [
  holds("P4", "3 processes, 1 lost answer, 1 suspension", `${answered} LOSSES=1 LEASES=1`),
  holds(safety, "3 processes, 1 crash, 1 lost answer, 1 suspension", "CRASHES=1 LOSSES=1 LEASES=1"),
  holds("P4", "3 processes, 1 crash, 2 lost answers", `${answered} CRASHES=1 LOSSES=2`),
  holds(
    safety,
    "3 processes, 1 lost answer, 1 suspension, 1 deadline",
    "LOSSES=1 LEASES=1 DEADLINES=1",
  ),
  holds(safety, "3 processes, 1 crash, 1 restart, 1 lost answer", "CRASHES=1 RESTARTS=1 LOSSES=1"),
  holds(
    "P4",
    "3 processes, 1 crash, 1 lost answer, 1 deadline",
    `${answered} CRASHES=1 LOSSES=1 DEADLINES=1`,
  ),
  holds(
    safety,
    "2 processes, 1 crash, 1 restart, 1 lost answer, 2 suspensions, 1 deadline",
    "PROCESSES=2 CRASHES=1 RESTARTS=1 LOSSES=1 LEASES=2 DEADLINES=1 REVISIONS=7",
  ),
  holds(safety, "3 processes, 3 lost answers", "LOSSES=3"),
  holds(
    "P1",
    "suspended right before the send: one more send at most",
    `${lateSend} LOSSES=1 LATE_SENDS_ALLOWED`,
  ),
  holds(
    "P4",
    "2 processes, 1 crash, 1 restart, 1 lost answer, 1 suspension",
    `${answered} PROCESSES=2 CRASHES=1 RESTARTS=1 LOSSES=1 LEASES=1`,
  ),
  holds(safety, "3 processes, 1 crash, 2 lost answers", "CRASHES=1 LOSSES=2"),
  holds(
    safety,
    "3 processes, 1 crash, 1 lost answer, 1 deadline",
    "CRASHES=1 LOSSES=1 DEADLINES=1",
  ),
  holds(
    safety,
    "2 processes, 1 crash, 1 restart, 2 lost answers, 1 suspension",
    "PROCESSES=2 CRASHES=1 RESTARTS=1 LOSSES=2 LEASES=1 REVISIONS=8",
  ),
  holds(safety, "3 processes, 2 crashes, 1 restart", "CRASHES=2 RESTARTS=1"),
  holds(
    safety,
    "3 processes, 1 crash, 1 lost answer, a token that expires again",
    "ROUNDS=1 CRASHES=1 LOSSES=1 REVISIONS=8",
  ),
  holds(safety, "3 processes, 2 suspensions", "LEASES=2"),
  holds(
    safety,
    "2 processes, 1 crash, 2 lost answers, 1 deadline",
    "PROCESSES=2 CRASHES=1 LOSSES=2 DEADLINES=1",
  ),
  holds(
    "P2",
    "no crash loses a written reply: 3 processes, 2 crashes, 1 suspension",
    "CRASHES=2 LEASES=1",
  ),
  holds(safety, "3 processes, 2 crashes, 1 lost answer", "CRASHES=2 LOSSES=1"),
  ...mustBeFound,
];
