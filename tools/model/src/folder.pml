/*
 * The files of a file store (file/store-files.ts, file/journal-names.ts). Each macro or inline is one
 * system call, or several whose order does not matter.
 *
 * A tag identifies a process; a restart gives it a new one. Claim files hold tags. A process has one
 * proposal at a time, so that its tag also stands for the id of the proposal.
 */
byte file = 1;                       /* the revision of the store file … */
byte content = RECORD(1, 0, 0);      /* … and its record */
byte claims[REVISIONS * ATTEMPTS];      /* `7.1.claim`, `7.2.claim`, … */
byte decided[REVISIONS + 2];         /* `8.commit`: whose proposal revision 8 is */
byte proposal[7];                    /* `8.<id>.commit`, by tag: its revision, or 0 for no file … */
byte record[7];                      /* … and the record in it, BLANK in a reservation */
byte lock;                           /* proper-lockfile's; only with -DLOCK */

bit late[3];                         /* suspended for longer than the lease of its claim */
bit dead[3];
bit life[3];                         /* 1 after a restart */

#define TAG(process) (1 + (process) + 3 * life[process])
#define OVER 7                       /* the claim of a process that is dead, or suspended for too long */
#define CLAIM(revision, attempt) claims[((revision) - 1) * ATTEMPTS + (attempt) - 1]
#define BLANK 0

/* file/claim-entry.ts: isDead() is called after the entry was read: its process may have died since. */
#define DIED_SINCE(tag) (dead[((tag) - 1) % 3] || life[((tag) - 1) % 3] != ((tag) - 1) / 3)

/* Reservation.make(): a blank file under the name of the proposal that it is to become. */
inline reserve() {
  proposal[TAG(me)] = revision + 1;
  record[TAG(me)] = BLANK
}

/* Reservation.writeNow(): one write, through the file descriptor that the process has kept open. */
inline writeNow() {
  if
  :: proposal[TAG(me)] && record[TAG(me)] == BLANK -> record[TAG(me)] = next
  :: else /* another process has cleared the reservation away: the write goes nowhere */
  fi
}

/* unlink(2) of this process's own reservation or proposal. */
inline removeProposal() {
  proposal[TAG(me)] = 0;
  record[TAG(me)] = BLANK
}

/* readIfWhole(): by its checksum, a record that is half-written is no record. */
#define IS_WHOLE(tag) (proposal[tag] == revision + 1 && record[tag] != BLANK)

#ifdef FOREIGN_FILE
#define FOUND(tag) next = record[tag]; other = tag
#else
#define FOUND(tag) next = record[tag]
#endif

/*
 * findUndecided() of file/recovery.ts: sets `next` to the record of a proposal, if one is whole. A
 * record with new tokens is preferred to one without; otherwise, any of them may be chosen.
 */
inline findUndecided() {
  index = 1;
  do
  :: index < 7 && IS_WHOLE(index) ->
     if
     :: !next || TOKEN(record[index]) >= TOKEN(next) -> FOUND(index)
     :: next && TOKEN(record[index]) <= TOKEN(next) /* keep the one that was found before */
     fi;
     index++
  :: index < 7 && !IS_WHOLE(index) -> index++
  :: else -> break
  od;
  index = 0
}

/*
 * A proposal that became the store file is still open in the process that made it. The protocol writes
 * to a reservation only once, before it is proposed; with -DOVERWRITE, a late reply is written as well.
 */
#ifdef OVERWRITE
byte owner; /* the tag of the process that made the store file */
#define IS_FILE_OF(tag) owner = tag

inline overwrite(reply) {
  if
  :: proposal[TAG(me)] -> record[TAG(me)] = reply
  :: !proposal[TAG(me)] && owner == TAG(me) -> content = reply
  :: else
  fi
}
#else
#define IS_FILE_OF(tag) skip
#endif

/* rename(2) of `<next>.<id>.commit` to the store file: P3 and the first rule are asserted here. */
inline rename(tag, next) {
  if
  :: proposal[tag] == next ->
     assert(next == file + 1);                     /* P3: one revision after the other */
     assert(TOKEN(record[tag]) >= TOKEN(content)); /* P3: no record about an older token */
     /* First rule: a token is dead only if the provider has said so. */
     assert(!REFUSAL(record[tag]) || denied[TOKEN(record[tag])]);
     file = next;
     content = record[tag];
     proposal[tag] = 0;
     record[tag] = BLANK;
     IS_FILE_OF(tag)
  :: else /* ENOENT: another process has done so */
  fi
}

/* isLeftOver() of file/journal-names.ts: all files of former revisions. */
inline clearLeftOvers() {
  d_step {
    index = 0;
    do
    :: index < (revision - 1) * ATTEMPTS -> claims[index] = 0; index++
    :: else -> break
    od;
    index = 1;
    do
    :: index <= revision -> decided[index] = 0; index++
    :: else -> break
    od;
    clearProposals(revision)
  }
}

/* All but this process's own reservation. */
inline clearProposals(last) {
  index = 1;
  do
  :: index < 7 ->
     if
     :: proposal[index] <= last && index != TAG(me) -> proposal[index] = 0; record[index] = BLANK
     :: else
     fi;
     index++
  :: else -> break
  od;
  index = 0
}

inline die() {
  d_step {
    crashes--;
    index = 0;
    do
    :: index < REVISIONS * ATTEMPTS ->
       if
       :: claims[index] == TAG(me) -> claims[index] = OVER
       :: else
       fi;
       index++
    :: else -> break
    od;
    index = 0;
    if
    :: lock == TAG(me) -> lock = OVER
    :: else
    fi;
    dead[me] = 1;
    late[me] = 0;
    waiting[me] = 0
  }
}
