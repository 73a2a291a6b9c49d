/*
 * The token endpoint: strict rotation, and a family that is revoked when a spent token comes back.
 * P1 is asserted at the one place where a refresh token reaches it.
 */
byte valid = 1;              /* the refresh token that is good now */
bit revoked;

byte sent[LAST_TOKEN + 1];   /* how often each refresh token came here */
bit sentAt[REVISIONS + 2];   /* whether one was sent under each revision */
bit waiting[3];              /* who has sent, and still waits for the answer */

#define NOTHING     0
#define UNREACHABLE 1 /* never sent: ECONNREFUSED, 503 and the like */
#define ANSWERED    2
#define UNANSWERED_SEND 3 /* spent or not, nobody knows */
#define ANSWERED_LATE 4 /* after the deadline: rescue() saves what still comes */
#define DENIED      5 /* invalid_grant */

/* A process that sends while this one's claim stands, and waits, spends one token twice. */
#define STANDS(p) (waiting[p] && !late[p])

inline send() {
  if
  :: outcome = UNREACHABLE
  :: true ->
     assert(!sentAt[revision]); /* P1: once at one revision */
     sentAt[revision] = 1;
#ifdef AT_MOST_TWICE
     assert(sent[TOKEN(base)] < 2); /* P1, what is left of it: twice at most */
#else
     assert(sent[TOKEN(base)] <= UNANSWERED(base)); /* P1: each former send is written down as in doubt */
     assert(!STANDS(0) && !STANDS(1) && !STANDS(2)); /* P1: and nobody is still at it */
#endif
     sent[TOKEN(base)]++;
     waiting[me] = 1;
     if
     :: TOKEN(base) == valid && !revoked -> valid++; outcome = ANSWERED
     :: TOKEN(base) == valid && !revoked -> valid++; outcome = UNANSWERED_SEND /* the reply is lost */
     :: TOKEN(base) == valid && !revoked -> valid++; outcome = ANSWERED_LATE
     :: outcome = UNANSWERED_SEND /* not processed, or a dead token and a lost reply */
     :: TOKEN(base) != valid || revoked -> revoked = 1; outcome = DENIED
     fi
  fi
}
