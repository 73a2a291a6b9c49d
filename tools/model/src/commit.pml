/*
 * commit(): file/file-claim.ts and file/commit.ts. Steps of Process (process.pml).
 *
 * From: write with `next`, or finish. To: adopted or look.
 */

  /* commitRecord(): the record, under a name of its own … */
write:
  STEP(write)
    written[TAG(me)] = revision + 1;
    record[TAG(me)] = next;
#ifdef NO_COMMIT_NAME
    goto check
#endif
  END;
  /* … link(2) to `8.commit`, exclusively: the decision … */
decide:
  STEP(decide)
    committed = 0;
    if
    :: !written[TAG(me)] -> goto remove /* cleared away: the revision is over */
#ifdef FREED_EARLY
    :: written[TAG(me)] && decided[revision + 1] -> goto remove
#else
    :: written[TAG(me)] && decided[revision + 1] -> goto finish
#endif
    :: else -> decided[revision + 1] = TAG(me); decidedByMe = 1
    fi
  END;
  /* … the revision must still be the one that was claimed … */
check:
  STEP(check)
    committed = file == revision;
    if
    :: !committed -> goto remove
    :: else
    fi
  END;
  /* … rename(2) … */
replace:
  STEP(replace)
    other = TAG(me);
#ifdef SHARED_COMMIT
    other = decided[revision + 1];
    decided[revision + 1] = 0;
#endif
    rename(other, revision + 1);
    other = 0
  END;
  /* … and the names are removed, in any order: the file has moved on. */
remove:
  STEP(remove)
    if
    :: decidedByMe -> decided[revision + 1] = 0; decidedByMe = 0 /* whosever it is by now */
    :: else
    fi;
    written[TAG(me)] = 0;
    record[TAG(me)] = 0;
    next = 0;
    do
    :: turn -> CLAIM(revision, turn) = 0; turn--
    :: else -> break
    od;
    FORGET_CLAIM;
    UNLOCK;
    if
    :: got && committed ->
       held = got;
       committed = 0;
       goto adopted
    :: outcome == ANSWERED_LATE -> got = TOKEN(base) + 1; outcome = NOTHING /* rescue() */
    :: else
    fi;
    committed = 0;
    LOOK_AGAIN
  END;

  /* finishCommit(): others bring a decided commit to its end: read whose it is, look at the revision, rename(2). */
finish:
  STEP(finish)
    other = decided[revision + 1];
    if
    :: !other -> goto helped
    :: else
    fi
  END;
finish_check:
  STEP(finish_check)
    if
    :: file != revision -> goto helped
    :: else
    fi
  END;
finish_rename:
  STEP(finish_rename)
#ifdef SHARED_COMMIT
    other = decided[revision + 1];
    decided[revision + 1] = 0;
#endif
    rename(other, revision + 1)
  END;
helped:
  atomic {
    other = 0;
    if
    :: next -> goto remove
    :: else -> LOST
    fi
  };
