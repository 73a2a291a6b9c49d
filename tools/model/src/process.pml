/*
 * One process that wants a newer token than the one it holds: renew-record.ts, complete-claim.ts, send.ts
 * and token-writer.ts of core/src/renewal, over file/file-store.ts and file/file-claim.ts.
 *
 * A label and its `atomic` are one step: one system call and the decision that follows from it. Between any
 * two steps, other processes may take steps, this process may die or be suspended for longer than its lease,
 * and its callers may give up.
 */
#define HOLDS_CLAIM (attempt > 0 && CLAIM(revision, attempt) == TAG(me) && !late[me])

#define STEP(label)                                                                 \
  if                                                                                \
  INTERRUPTIONS(label)                                                              \
  :: atomic { true;
#define END } fi

#define INTERRUPTIONS(label)                                                        \
  :: atomic { crashes > 0 -> die(); goto died }                                     \
  :: atomic { leases > 0 && revision == file && HOLDS_CLAIM ->                      \
       leases--; late[me] = 1; CLAIM(revision, attempt) = OVER; goto label }        \
  :: atomic { deadlines > 0 && !settled ->                                          \
       deadlines--; settled = 1; ended++; goto label }

/*
 * A step during which the lease may be extended: by the heartbeat, or before the send, if it may be over
 * (mayBeUsed() of complete-claim.ts). It matters after a suspension, when FileClaim.extend() touches the claim
 * file, and then looks whether another process has taken over.
 */
#define REQUEST_STEP(label)                                                         \
  if                                                                                \
  INTERRUPTIONS(label)                                                              \
  :: atomic { late[me] && CLAIM(revision, attempt) == OVER ->                       \
       CLAIM(revision, attempt) = TAG(me); goto label }                             \
  :: atomic { late[me] && CLAIM(revision, attempt) == TAG(me) && !IS_TAKEN_OVER ->  \
       late[me] = 0; goto label }                                                   \
  :: atomic { true;

#if ATTEMPTS > 4
#error "IS_TAKEN_OVER looks at four attempts"
#endif
#ifdef BLIND_HEARTBEAT
#define IS_TAKEN_OVER false
#else
#define IS_TAKEN_OVER (HIGHER_ATTEMPT(2) || HIGHER_ATTEMPT(3) || HIGHER_ATTEMPT(4) || file != revision)
#endif
#define HIGHER_ATTEMPT(number) (attempt < number && CLAIM(revision, number))

/* lock.ts: an unlock removes the lock, even if another process holds it by now. */
#ifdef LOCK
#define UNLOCK lock = 0
#else
#define UNLOCK skip
#endif

#define FORGET_CLAIM attempt = 0; lower = 0; other = 0; abandoned = 0; late[me] = 0; foundNoReply[me] = 0

/* claim() returned undefined: look at the store again. */
#define LOST FORGET_CLAIM; UNLOCK; LOOK_AGAIN

/* What it has seen is not needed any more; forgetting it saves states. */
#define LOOK_AGAIN revision = 0; base = 0; goto look

/* First rule: an answer that reached a living process is never thrown away. In the end its token, or
   a newer one, is in the file. */
#define CHECK_RECEIVED assert(TOKEN(content) >= received); received = 0

/* FileClaim.journal(): the reply is written in the same step in which it arrives. */
inline journal() {
  if
  :: !COMES_TOO_LATE -> journaled[TOKEN(base)] = 1
  :: else
  fi;
#ifdef NO_JOURNAL
  skip
#else
  writeNow()
#endif
}

proctype Process(byte me) {
  byte held = 1;     /* the token that its callers want to have replaced */
  byte revision, base;
  byte attempt, lower, other;
  byte outcome, got; /* `got`: a token that it has received and not saved yet */
  byte received;     /* the same, whatever the process made of it; only an assertion reads it */
  byte next;         /* the record that it is about to commit */
  byte index;
  bit abandoned, decidedByMe, committed;
  bit settled;       /* its callers have tokens or an error: nobody waits for it any more */

  /* renewOnce(): session.read() and satisfiesCallers(); commitOrMerge()'s read if `got` must be saved.
     The processes are alike, so that they can begin in order. */
look:
  if
  :: atomic { crashes > 0 && begun > me -> die(); goto died }
  :: atomic { begun >= me ->
       if
       :: begun == me -> begun++
       :: else
       fi;
       revision = file;
       base = content;
       if
       :: !got && settled -> goto answered
       :: !got && !settled && TOKEN(base) > held -> held = TOKEN(base); goto adopted
       :: !got && !settled && TOKEN(base) <= held && REFUSAL(base) -> goto answered
       :: got && TOKEN(base) != got - 1 -> held = TOKEN(base); goto adopted
       :: else
       fi;
       assert(revision < REVISIONS);
#include "claim.pml"

  /* completeClaim(): the last look at the clock comes right before the send. While no connection can
     be made, send() tries and looks again, which is the same as a longer wait before this step. */
complete:
  REQUEST_STEP(complete)
    if
    :: late[me] || settled -> goto release
    :: else
    fi;
#ifndef NO_DOUBT
    if
    :: abandoned -> next = AFTER_NO_ANSWER(base); goto write
    :: else
    fi;
#endif
#ifdef LATE_UNNOTICED
  END;
late_send:
  STEP(late_send)
#endif
    send()
  END;

  /* recordOutcome(): also after the callers have given up. */
answer:
  REQUEST_STEP(answer)
    waiting[me] = 0;
    if
    :: outcome == UNREACHABLE -> goto release
    :: outcome == ANSWERED ->
       outcome = NOTHING;
       received = TOKEN(base) + 1;
#ifdef CUT_AT_DEADLINE
       if
       :: settled -> next = AFTER_NO_ANSWER(base); goto write
       :: else
       fi;
#endif
       got = received;
       next = AFTER_REFRESH(got);
       journal()
#if defined(NOT_PERSISTED)
       ; held = got; goto adopted
#elif !defined(NO_JOURNAL)
       ; goto decide
#endif
    :: outcome == UNANSWERED_SEND -> next = AFTER_NO_ANSWER(base); outcome = NOTHING
    :: outcome == ANSWERED_LATE -> next = AFTER_NO_ANSWER(base)
    :: outcome == BUSY -> next = AFTER_FAILURE(base); outcome = NOTHING
    :: outcome == DENIED ->
       denied[TOKEN(base)] = 1;
       next = AFTER_REFUSAL(base);
       outcome = NOTHING
    fi
  END;

#include "commit.pml"

  /* FileClaim.release(): nothing was sent. */
release:
  STEP(release)
    removeProposal();
    CLAIM(revision, attempt) = 0;
    FORGET_CLAIM;
    UNLOCK;
    if
    :: outcome == UNREACHABLE -> outcome = NOTHING; goto answered /* the failure is thrown */
    :: else -> LOOK_AGAIN
    fi
  END;

adopted:
  atomic {
    assert(TOKEN(content) >= held); /* P2: what is used is in the file */
    CHECK_RECEIVED;
    got = 0;
    if
    :: rounds > 0 && !settled -> rounds--; LOOK_AGAIN /* this token has expired, too */
    :: true -> goto answered
    fi
  };

  /* A process may still end after its callers have tokens or an error. */
answered:
  atomic {
    CHECK_RECEIVED;
    if
    :: !settled -> settled = 1; ended++
    :: else
    fi;
    held = 0;
    got = 0;
    revision = 0;
    base = 0
  };
end_answered:
  if
  :: atomic { crashes > 0 -> die(); goto died }
  fi;

died:
  atomic {
    FORGET_CLAIM;
    next = 0;
    got = 0;
    received = 0;
    outcome = NOTHING;
    committed = 0;
    decidedByMe = 0;
    revision = 0;
    base = 0;
    if
    :: restarts > 0 && !settled -> restarts--; life[me] = 1; dead[me] = 0; held = 1; goto look
    :: !settled -> ended++; held = 0
    :: settled
    fi
  };
end_dead:
  false
}
