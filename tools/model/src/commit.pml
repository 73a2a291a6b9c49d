/*
 * commit(): file/file-claim.ts and file/commit.ts. Steps of Process (process.pml).
 *
 * From: write with `next`, decide if that is written, or finish. To: adopted or look.
 */

/* Whose file is proposed. With -DFOREIGN_FILE, findUndecided() sets `other` to an abandoned claimant. */
#ifdef FOREIGN_FILE
#define PROPOSED (other -> other : TAG(me))
#else
#define PROPOSED TAG(me)
#endif

  /* commitRecord(): write the record to the reservation. A reply is already there: see journal(). Its
     fsync is no step, because power failures are not modelled. */
write:
  STEP(write)
    writeNow()
  END;
#ifdef OVERWRITE
  /* A late reply may come while a record without it is being committed. */
overwrite_record:
  STEP(overwrite_record)
    if
    :: outcome == ANSWERED_LATE -> overwrite(AFTER_REFRESH(TOKEN(base) + 1))
    :: true
    fi
  END;
#endif
decide:
#ifdef NO_COMMIT_NAME
  goto check;
#endif
  /* The decision: link(2) to `8.commit`, exclusively. */
  STEP(decide)
    committed = 0;
    if
#ifdef FOREIGN_FILE
    :: other && !proposal[other] -> other = 0; goto remove
#endif
    :: !proposal[TAG(me)] -> goto propose_again
#ifdef FREED_EARLY
    :: proposal[TAG(me)] && decided[revision + 1] -> goto remove
#else
    :: proposal[TAG(me)] && decided[revision + 1] -> goto finish
#endif
    :: else -> decided[revision + 1] = PROPOSED; decidedByMe = 1; goto check
    fi
  END;
  /* The reservation was cleared away: propose the record in a new file. As the assertion shows, only
     the claimant of a later revision clears it away, so this commit fails at its check; a reply is then
     saved under a claim of the present revision. The new proposal matters if somebody else has deleted
     the file, which is not modelled. */
propose_again:
  STEP(propose_again)
    assert(file != revision);
    reserve();
    record[TAG(me)] = next;
    goto decide
  END;
  /* The revision must still be the one that was claimed. */
check:
  STEP(check)
    committed = file == revision;
    if
    :: !committed -> goto remove
    :: else
    fi
  END;
  /* Replace the store file: rename(2). */
replace:
  STEP(replace)
    other = PROPOSED;
#ifdef SHARED_COMMIT
    other = decided[revision + 1];
    decided[revision + 1] = 0;
#endif
    rename(other, revision + 1);
    other = 0
  END;
  /* Remove the names, in any order. Here, the highest attempt is removed first, because the heartbeat of
     a former claimant looks for it. */
remove:
  STEP(remove)
    if
    :: decidedByMe -> decided[revision + 1] = 0; decidedByMe = 0 /* even if it is another's by now */
    :: else
    fi;
    removeProposal();
    next = 0;
    CLAIM(revision, attempt) = 0;
    attempt--;
    if
    :: attempt == 0 -> goto removed
    :: else
    fi
  END;
remove_former:
  STEP(remove_former)
    do
    :: attempt -> CLAIM(revision, attempt) = 0; attempt--
    :: else -> break
    od
  END;
removed:
  atomic {
    FORGET_CLAIM;
    UNLOCK;
#ifdef WITNESS_RECOVERY
    assert(outcome != RECOVERED || !committed || !journaled[TOKEN(base)]);
#endif
    if
    :: outcome == RECOVERED -> outcome = NOTHING /* claim() gives no claim */
    :: outcome != RECOVERED && got && committed ->
       held = got;
       committed = 0;
       goto adopted
    :: outcome == ANSWERED_LATE -> /* persistLateReply() */
       outcome = NOTHING;
       got = TOKEN(base) + 1;
       received = got
    :: else
    fi;
    committed = 0;
    LOOK_AGAIN
  };

  /* finishCommit(): another process completes a decided commit. It reads whose it is, checks the
     revision, and renames. */
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
