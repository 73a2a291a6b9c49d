/*
 * How a refresh goes (CONTRIBUTING.md), with whatever may happen to three processes at once.
 * `npm run model` checks it with spin; main.ts says with which bounds.
 *
 * The lock is left out but for -DLOCK: nothing but waiting may rest on it.
 */
#ifndef PROCESSES
#define PROCESSES 3
#endif
#ifndef CRASHES
#define CRASHES 0  /* how often a process dies, at any step */
#endif
#ifndef RESTARTS
#define RESTARTS 0 /* how many of these start again */
#endif
#ifndef LEASES
#define LEASES 0   /* how often somebody is away for longer than its lease, and others take over */
#endif
#ifndef ROUNDS
#define ROUNDS 0   /* how often a renewed token expires, too */
#endif

/* Enough for the bounds above: an assertion says so where they are not. */
#ifndef REVISIONS
#define REVISIONS 6
#endif
#define TURNS 4
#define LAST_TOKEN (2 + ROUNDS)

byte crashes = CRASHES, restarts = RESTARTS, leases = LEASES, rounds = ROUNDS;
byte begun; /* processes that have begun … */
byte ended; /* … and whose callers have an answer, or that are dead */

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
