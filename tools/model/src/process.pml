/*
 * One process that wants a token newer than the one it holds: renewal.ts and saving.ts over
 * file/file-store.ts and file/file-claim.ts.
 *
 * A label and its `atomic` are one step: one system call with what is decided from it. Between any
 * two steps the other processes go on, and the process may die or be away for too long.
 */
#define HOLDS_CLAIM (turn > 0 && CLAIM(revision, turn) == TAG(me) && !late[me])

#define STEP(label)                                                             \
  if                                                                            \
  :: atomic { crashes > 0 -> die(); goto died }                                 \
  :: atomic { leases > 0 && revision == file && HOLDS_CLAIM ->                  \
       leases--; late[me] = 1; CLAIM(revision, turn) = OVER; goto label }       \
  :: atomic { true;
#define END } fi

/* lock.ts: an unlock removes the lock, whosever it is by now. */
#ifdef LOCK
#define UNLOCK lock = 0
#else
#define UNLOCK skip
#endif

#define FORGET_CLAIM turn = 0; lower = 0; other = 0; abandoned = 0; late[me] = 0

/* claim() gives undefined: look at the store again. */
#define LOST FORGET_CLAIM; UNLOCK; LOOK_AGAIN

/* What it has seen is of no use any more; the fewer states. */
#define LOOK_AGAIN revision = 0; base = 0; goto look

proctype Process(byte me) {
  byte held = 1;     /* the token that its callers do not want any more */
  byte revision, base;
  byte turn, lower, other;
  byte outcome, got; /* `got`: a token that it has received and has not saved */
  byte next;         /* the record that it is about to commit */
  byte index;
  bit abandoned, decidedByMe, committed, settled;

  /* renewOnce(): account.read(), isNews(), and commitSomewhere()'s look where `got` is to be saved.
     The processes are alike, so they may as well begin in order. */
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
       :: !got && TOKEN(base) > held -> held = TOKEN(base); goto adopted
       :: !got && TOKEN(base) <= held && REFUSAL(base) -> goto answered
       :: got && TOKEN(base) != got - 1 -> held = TOKEN(base); goto adopted
       :: else
       fi;
       assert(revision < REVISIONS);
#include "claim.pml"

  /* settle(): the last look at the clock comes right before the send. */
settle:
  STEP(settle)
    if
    :: late[me] -> outcome = NOTHING; goto release
    :: else
    fi;
#ifndef NO_DOUBT
    if
    :: abandoned -> next = DOUBTED(base); goto write
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

  /* spend() */
answer:
  STEP(answer)
    waiting[me] = 0;
    if
    :: outcome == UNREACHABLE -> goto release
    :: outcome == ANSWERED -> got = TOKEN(base) + 1; next = RENEWED(got); outcome = NOTHING
#ifdef NOT_PERSISTED
       held = got;
       goto adopted
#endif
    :: outcome == UNANSWERED_SEND -> next = DOUBTED(base); outcome = NOTHING
    :: outcome == ANSWERED_LATE -> next = DOUBTED(base)
    :: outcome == DENIED -> next = REFUSED(base); outcome = NOTHING
    fi
  END;

#include "commit.pml"

  /* FileClaim.release(): nothing was sent. */
release:
  STEP(release)
    CLAIM(revision, turn) = 0;
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
    got = 0;
    if
    :: rounds > 0 -> rounds--; LOOK_AGAIN /* this token has expired, too */
    :: true -> goto answered
    fi
  };

  /* Its callers have tokens or an error; a process may still end after that. */
answered:
  atomic { settled = 1; ended++; held = 0; got = 0; revision = 0; base = 0 };
end_answered:
  if
  :: atomic { crashes > 0 -> die(); goto died }
  fi;

died:
  atomic {
    FORGET_CLAIM;
    next = 0;
    got = 0;
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
