/*
 * claim(): file/file-store.ts, file/claim-attempt.ts and file/recovery.ts. Steps of Process
 * (process.pml). The first one is part of the look: without the lock, nothing but waiting happens
 * between the two.
 *
 * To: finish (a commit is decided), complete (the claim is won), write (it is won, to save tokens; or
 * to commit the reply of an abandoned claim), look (it is lost).
 */
#ifdef LOCK
     }
  fi;

  /* lock(): wait while a claim stands; break the lock of a dead process. */
at_lock:
  STEP(at_lock)
    turn = TURNS;
    do
    :: turn && (CLAIM(revision, turn) == 0 || CLAIM(revision, turn) == OVER) ->
       abandoned = abandoned || CLAIM(revision, turn) == OVER;
       turn--
    :: else -> break
    od;
    if
    :: turn -> FORGET_CLAIM; LOOK_AGAIN
    :: !turn && !lock -> lock = TAG(me); abandoned = 0
    :: !turn && (lock == OVER || (lock && abandoned)) -> lock = 0; abandoned = 0; goto at_lock
    :: !turn && lock && lock != OVER && leases -> leases--; lock = 0; abandoned = 0; goto at_lock
    :: !turn && lock && lock != OVER && !abandoned -> LOOK_AGAIN
    fi
  END;

list:
  STEP(list)
#endif
       /* claimLocked(): files.names(). If a commit is decided, complete it. Otherwise begin with
          the highest turn that is there. */
       if
#ifdef NO_FINISH
       :: decided[revision + 1] -> LOST
#else
       :: decided[revision + 1] -> goto finish
#endif
       :: else
       fi;
       turn = TURNS;
       do
       :: turn > 1 && !CLAIM(revision, turn) -> turn--
       :: else -> break
       od }
  fi;

  /* takeTurn(): make the reservation, then link(2) the claim, exclusively. One step is enough for
     both, because a blank file without a claim makes no difference to other processes. */
take:
  STEP(take)
    if
    :: CLAIM(revision, turn) -> goto entry
    :: else
    fi;
#ifdef LOCK_ONLY
  END;
write_claim:
  STEP(write_claim)
#endif
    reserve();
    CLAIM(revision, turn) = TAG(me)
  END;
  goto around;

  /* findClaim() of a turn that is taken: go on to the next turn only if this one is abandoned. */
entry:
  STEP(entry)
    other = CLAIM(revision, turn);
    if
    :: other == 0 -> LOST
    :: other == OVER -> other = 0; turn++; assert(turn <= TURNS); goto take
    :: else
    fi
  END;
judge:
  STEP(judge)
    if
    :: DIED_SINCE(other) -> other = 0; turn++; assert(turn <= TURNS); goto take
    :: else -> LOST
    fi
  END;

  /* confirm(): a release has freed its turn, perhaps below one that stands. */
around:
#ifdef NO_LOOK_AROUND
  atomic { abandoned = turn > 1; goto second };
#endif
  STEP(around)
    index = turn + 1;
    do
    :: index <= TURNS && !CLAIM(revision, index) -> index++
    :: else -> break
    od;
    if
    :: index <= TURNS -> index = 0; goto withdraw
    :: else -> index = 0; lower = turn - 1
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

  /* The second look at the revision: names of former revisions are free again. */
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

  /* ClaimAttempt.end(): give the turn back. */
withdraw:
  STEP(withdraw)
    removeProposal();
    CLAIM(revision, turn) = 0;
    LOST
  END;
