/*
 * claim(): file/file-store.ts, file/claim-attempt.ts and file/recovery.ts. Steps of Process
 * (process.pml). The first one is part of the step `look`: without the lock, only waiting happens between
 * the two.
 *
 * To: finish (a commit is decided), complete (the claim is won), write (it is won, to save tokens; or
 * to commit the reply of an abandoned claim), look (it is lost).
 */
#ifdef LOCK
     }
  fi;

  /* lock(): wait while a claim is active; break the lock of a dead process. */
at_lock:
  STEP(at_lock)
    attempt = ATTEMPTS;
    do
    :: attempt && (CLAIM(revision, attempt) == 0 || CLAIM(revision, attempt) == OVER) ->
       abandoned = abandoned || CLAIM(revision, attempt) == OVER;
       attempt--
    :: else -> break
    od;
    if
    :: attempt -> FORGET_CLAIM; LOOK_AGAIN
    :: !attempt && !lock -> lock = TAG(me); abandoned = 0
    :: !attempt && (lock == OVER || (lock && abandoned)) -> lock = 0; abandoned = 0; goto at_lock
    :: !attempt && lock && lock != OVER && leases -> leases--; lock = 0; abandoned = 0; goto at_lock
    :: !attempt && lock && lock != OVER && !abandoned -> LOOK_AGAIN
    fi
  END;

list:
  STEP(list)
#endif
       /* claimLocked(): files.names(). If a commit is decided, complete it. Otherwise start at the
          highest attempt number in the journal. */
       if
#ifdef NO_FINISH
       :: decided[revision + 1] -> LOST
#else
       :: decided[revision + 1] -> goto finish
#endif
       :: else
       fi;
       attempt = ATTEMPTS;
       do
       :: attempt > 1 && !CLAIM(revision, attempt) -> attempt--
       :: else -> break
       od }
  fi;

  /* attemptClaim(): make the reservation, then link(2) the claim, exclusively. One step is enough for
     both, because a blank file without a claim makes no difference to other processes. */
take:
  STEP(take)
    if
    :: CLAIM(revision, attempt) -> goto entry
    :: else
    fi;
#ifdef LOCK_ONLY
  END;
write_claim:
  STEP(write_claim)
#endif
    reserve();
    CLAIM(revision, attempt) = TAG(me)
  END;
  goto around;

  /* findClaim() of an attempt number that is in use: try the next one only if this one is abandoned. */
entry:
  STEP(entry)
    other = CLAIM(revision, attempt);
    if
    :: other == 0 -> LOST
    :: other == OVER -> other = 0; attempt++; assert(attempt <= ATTEMPTS); goto take
    :: else
    fi
  END;
judge:
  STEP(judge)
    if
    :: DIED_SINCE(other) -> other = 0; attempt++; assert(attempt <= ATTEMPTS); goto take
    :: else -> LOST
    fi
  END;

  /* ClaimAttempt.confirm(): a release has freed its name, perhaps below an active claim. */
around:
#ifdef NO_LOOK_AROUND
  atomic { abandoned = attempt > 1; goto second };
#endif
  STEP(around)
    index = attempt + 1;
    do
    :: index <= ATTEMPTS && !CLAIM(revision, index) -> index++
    :: else -> break
    od;
    if
    :: index <= ATTEMPTS -> index = 0; goto withdraw
    :: else -> index = 0; lower = attempt - 1
    fi;
    if
    :: !lower -> goto second
    :: else
    fi
  END;
lower_entry:
  STEP(lower_entry)
    other = CLAIM(revision, lower);
    if
    :: other == 0 || other == OVER ->
       abandoned = abandoned || other == OVER;
       other = 0;
       lower--;
       if
       :: lower -> goto lower_entry
       :: else -> goto second
       fi
    :: else
    fi
  END;
lower_judge:
  STEP(lower_judge)
    if
    :: !DIED_SINCE(other) -> goto withdraw
    :: DIED_SINCE(other) ->
       abandoned = 1;
       other = 0;
       lower--;
       if
       :: lower -> goto lower_entry
       :: else -> goto second
       fi
    fi
  END;

  /* The second read of the revision: names of former revisions are free again. */
second:
  STEP(second)
#ifndef NO_SECOND_LOOK
    if
    :: file != revision -> goto withdraw
    :: else
    fi;
#endif
#ifdef CLEARED_UNREAD
    clearProposals(revision + 1);
#endif
    if
    :: abandoned -> goto recover
    :: else -> goto won
    fi
  END;

  /* recoverReply(): an abandoned claimant may have written its reply. Commit a copy of it, because the
     claimant may only be suspended and still has its own file open. */
recover:
  STEP(recover)
#ifndef UNREAD
    findUndecided();
#endif
    if
    :: TOKEN(next) <= TOKEN(base) -> foundNoReply[me] = revision
    :: else
    fi;
    if
    :: next -> outcome = RECOVERED; goto write
    :: else
    fi;
won:
    clearLeftOvers();
    if
    :: got -> next = AFTER_REFRESH(got); goto write /* commitOrMerge() */
    :: else -> goto complete
    fi
  END;

  /* ClaimAttempt.end(): remove the claim file. */
withdraw:
  STEP(withdraw)
    removeProposal();
    CLAIM(revision, attempt) = 0;
    LOST
  END;
