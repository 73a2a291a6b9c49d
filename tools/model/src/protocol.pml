/*
 * How the file store refreshes a token (CONTRIBUTING.md), with everything that may happen to three
 * processes at once. `npm run model` checks it with spin; runs.ts says within which bounds.
 *
 * The lock is left out except with -DLOCK: only waiting may depend on it.
 */
#ifndef PROCESSES
#define PROCESSES 3
#endif
#ifndef CRASHES
#define CRASHES 0   /* how often a process dies, at any step */
#endif
#ifndef RESTARTS
#define RESTARTS 0  /* how many of these start again */
#endif
#ifndef LEASES
#define LEASES 0    /* how often a claimant is suspended for longer than its lease, and others take over */
#endif
#ifndef LOSSES
#define LOSSES 0    /* how often the endpoint gives no answer, a late one, or asks for patience */
#endif
#ifndef DEADLINES
#define DEADLINES 0 /* how often the callers of a process give up while it goes on */
#endif
#ifndef ROUNDS
#define ROUNDS 0    /* how often a renewed token expires, too */
#endif

/* Enough for the bounds above: an assertion fails where they are not. */
#ifndef REVISIONS
#define REVISIONS 6
#endif
#define ATTEMPTS 4
#define LAST_TOKEN (2 + ROUNDS)

byte crashes = CRASHES, restarts = RESTARTS, leases = LEASES;
byte losses = LOSSES, deadlines = DEADLINES, rounds = ROUNDS;
byte begun; /* processes that have begun … */
byte ended; /* … and those whose callers have an answer, or that are dead */

#include "record.pml"
#include "endpoint.pml"
#include "folder.pml"
#include "process.pml"

init {
  byte process;
  atomic {
    do
    :: process < PROCESSES -> run Process(process); process++
    :: else -> break
    od;
    process = 0
  }
}

#ifdef ANSWERED_BY_ALL
/* P4 */
ltl answered_by_all { <> (ended == PROCESSES) }
#endif
