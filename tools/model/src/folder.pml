/*
 * The folder of a file store (file/folder.ts). Each macro or inline is one system call, or several
 * of which the order does not matter.
 *
 * A process is known by its tag: a restart gives it a new one. Claim files hold tags.
 */
byte file = 1;                       /* the revision of the store file … */
byte content = RECORD(1, 0, 0);      /* … and its record */
byte claims[REVISIONS * TURNS];      /* `7.1.claim`, `7.2.claim`, … */
byte decided[REVISIONS + 2];         /* `8.commit`: whose commit revision 8 is */
byte written[7];                     /* `8.<id>.commit`, by tag: the revision that it is for … */
byte record[7];                      /* … and the record in it */
byte lock;                           /* proper-lockfile's; only with -DLOCK */

bit late[3];                         /* away for longer than the lease of its claim */
bit dead[3];
bit life[3];                         /* 1 after a restart */

#define TAG(process) (1 + (process) + 3 * life[process])
#define OVER 7                       /* the entry of somebody who is dead, or away for too long */
#define CLAIM(revision, turn) claims[((revision) - 1) * TURNS + (turn) - 1]

/* journal.ts: isDead() is asked after the entry was read: its process may have died since. */
#define DIED_SINCE(tag) (dead[((tag) - 1) % 3] || life[((tag) - 1) % 3] != ((tag) - 1) / 3)

/* rename(2) of `<next>.<id>.commit` to the store file: P3 is asserted here. */
inline rename(tag, next) {
  if
  :: written[tag] == next ->
     assert(next == file + 1);                        /* P3: one revision after the other */
     assert(TOKEN(record[tag]) >= TOKEN(content));    /* P3: no doubt or refusal over new tokens */
     file = next;
     content = record[tag];
     written[tag] = 0;
     record[tag] = 0
  :: else /* ENOENT: somebody else has done so */
  fi
}

/* file-store.ts, isLeftOver(): whatever is of a former revision. */
inline clearLeftOvers() {
  d_step {
    index = 0;
    do
    :: index < (revision - 1) * TURNS -> claims[index] = 0; index++
    :: else -> break
    od;
    index = 1;
    do
    :: index <= revision -> decided[index] = 0; index++
    :: else -> break
    od;
    index = 1;
    do
    :: index < 7 ->
       if
       :: written[index] <= revision -> written[index] = 0; record[index] = 0
       :: else
       fi;
       index++
    :: else -> break
    od;
    index = 0
  }
}

inline die() {
  d_step {
    crashes--;
    index = 0;
    do
    :: index < REVISIONS * TURNS ->
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
