/*
 * A TokenRecord (store/token-store.ts) in one byte, and the records that store/next-record.ts derives from it.
 *
 * Tokens are numbered: the store begins with token 1, and the endpoint answers token n with token
 * n + 1. A refresh token and the access token that came with it have the same number.
 */
#define RECORD(token, unanswered, refusal) (((token) << 4) | ((unanswered) << 1) | (refusal))
#define TOKEN(record)      ((record) >> 4)
#define UNANSWERED(record) (((record) >> 1) & 7)
#define REFUSAL(record)    ((record) & 1)

/* `unanswered` grows by one per revision at most, and has three bits. */
#if REVISIONS > 8
#error "REVISIONS must be 8 at most"
#endif

#ifdef TERMINAL_DOUBT
#define IS_GIVEN_UP(record) (UNANSWERED(record) > 0)
#else
#define IS_GIVEN_UP(record) 0
#endif

#define AFTER_REFRESH(token)    RECORD(token, 0, 0)
#define AFTER_NO_ANSWER(record) RECORD(TOKEN(record), UNANSWERED(record) + 1, IS_GIVEN_UP(record))
#define AFTER_FAILURE(record)   RECORD(TOKEN(record), UNANSWERED(record), 0)
#define AFTER_REFUSAL(record)   RECORD(TOKEN(record), UNANSWERED(record), 1)
