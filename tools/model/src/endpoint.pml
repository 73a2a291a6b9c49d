/*
 * The token endpoint: strict rotation, and it revokes the whole family when a spent token comes back.
 * P1 is asserted at the one place where a refresh token reaches it.
 */
byte valid = 1;              /* the refresh token that is good now */
bit revoked;

byte sent[LAST_TOKEN + 1];   /* how often each refresh token was sent, except where BUSY came back */
bit sentAt[REVISIONS + 2];   /* whether one was sent under each revision */
bit waiting[3];              /* processes that have sent and still wait for the answer */
bit denied[LAST_TOKEN + 1];  /* refresh tokens of which a process was told that they are dead */

#define NOTHING         0
#define UNREACHABLE     1 /* never sent: DNS, ECONNREFUSED and the like */
#define ANSWERED        2
#define UNANSWERED_SEND 3 /* nobody knows whether the token is spent */
#define ANSWERED_LATE   4 /* after the send's own limit: persistLateReply() saves what still comes */
#define DENIED          5 /* invalid_grant */
#define BUSY            6 /* 503 with Retry-After: the token is unchanged */
#define RECOVERED       7 /* nothing was sent: a copy of an abandoned claimant's record is committed */

#define IS_VALID(token) ((token) == valid && !revoked)

/* Whether this process waits for an answer under a claim that is still its own. */
#define IS_SENDING(p) (waiting[p] && !late[p])

/*
 * P2: from the first write of a reply on, no crash loses it, so the refresh token that was spent for it
 * is not sent again. Excluded is a reply that comes after
 *
 * - another process has taken over and has read the proposals without finding a reply. It is still
 *   alive, so it may commit a record without the new tokens.
 * - such a commit is decided, or is in the store file.
 *
 * Not excluded: another process has taken over, and either has not read the proposals yet, or has died
 * before its commit was decided.
 *
 * Excluded as well is a reply after the send's own limit (ANSWERED_LATE): by then, a commit has ended
 * the claim. persistLateReply() keeps that reply in memory until it wins another claim.
 */
bit journaled[LAST_TOKEN + 1]; /* refresh tokens whose reply must not be lost */
byte foundNoReply[3]; /* the revision whose proposals a process has read, if no reply was among them */

#define COMES_TOO_LATE (file != revision || decided[revision + 1] || \
  MAY_IGNORE_REPLY(0) || MAY_IGNORE_REPLY(1) || MAY_IGNORE_REPLY(2))
#define MAY_IGNORE_REPLY(p) (foundNoReply[p] == revision)

/* What can have made it necessary to send a token again. */
#define CAUSES ((LOSSES - losses) + (CRASHES - crashes) + (LEASES - leases))

inline send() {
  if
  :: outcome = UNREACHABLE
  :: true ->
     assert(!sentAt[revision]); /* P1: once under one revision */
     sentAt[revision] = 1;
     assert(sent[TOKEN(base)] <= CAUSES); /* P1: no resend without a cause */
#ifndef LATE_SENDS_ALLOWED
     assert(sent[TOKEN(base)] <= UNANSWERED(base)); /* P1: each former send is recorded as unanswered */
     assert(!journaled[TOKEN(base)]); /* P2: its reply is not lost */
     assert(!IS_SENDING(0) && !IS_SENDING(1) && !IS_SENDING(2)); /* P1: one request at a time */
#endif
#ifdef WITNESS_FIRST_SEND
     assert(sent[TOKEN(base)] > 0 || !UNANSWERED(base)); /* fails: the claim before was never sent */
#endif
     sent[TOKEN(base)]++;
     waiting[me] = 1;
     if
     :: IS_VALID(TOKEN(base)) -> valid++; outcome = ANSWERED
     :: !IS_VALID(TOKEN(base)) -> revoked = 1; outcome = DENIED
     :: losses > 0 ->
        losses--;
        if
        :: outcome = UNANSWERED_SEND /* the request was lost */
        :: IS_VALID(TOKEN(base)) -> valid++; outcome = UNANSWERED_SEND /* the answer was lost */
        :: !IS_VALID(TOKEN(base)) -> revoked = 1; outcome = UNANSWERED_SEND /* so was this one */
        :: IS_VALID(TOKEN(base)) -> valid++; outcome = ANSWERED_LATE
        :: sent[TOKEN(base)]--; outcome = BUSY
        fi
     fi
  fi
}
