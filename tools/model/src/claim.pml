/*
 * claim(): file/file-store.ts and file/turn.ts. Steps of Process (process.pml); it goes on right from
 * the look, as nothing but waiting happens between the two where there is no lock.
 *
 * To: finish (a commit is decided), settle (the claim is won), write (it is won, for tokens that are
 * to be saved), look (it is lost).
 */
#ifdef LOCK
     }
  fi;

  /* #lock(): wait where a claim stands; a dead one's lock is broken. */
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
       /* #claimLocked(): folder.suffixes(). A commit that was decided is brought to its end; else it
          begins with the highest turn that is there. */
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

  /* take(): link(2) of the claim, exclusively. */
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
    CLAIM(revision, turn) = TAG(me)
  END;
  goto around;

  /* findEntry() of a turn that is taken: on to the next turn only where it is abandoned. */
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

  /* confirm(): a claim that was released has freed its turn, perhaps below one that stands. */
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

  /* The second look: names of former revisions are free again. */
second:
  STEP(second)
#ifndef NO_SECOND_LOOK
    if
    :: file != revision -> goto withdraw
    :: else
    fi;
#endif
    clearLeftOvers();
    if
    :: got -> next = RENEWED(got); goto write /* commitSomewhere() */
    :: else -> goto settle
    fi
  END;

  /* The turn is given back. */
withdraw:
  STEP(withdraw)
    CLAIM(revision, turn) = 0;
    LOST
  END;
