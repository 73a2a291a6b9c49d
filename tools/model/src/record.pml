/*
 * A TokenRecord (store.ts) in one byte, and what record.ts makes of one.
 *
 * Tokens are counted: token 1 is what the store begins with, and the endpoint answers token n with
 * token n + 1. A refresh token and the access token that came with it have the same number.
 */
#define RECORD(token, unanswered, refusal) (((token) << 3) | ((unanswered) << 1) | (refusal))
#define TOKEN(record)      ((record) >> 3)
#define UNANSWERED(record) (((record) >> 1) & 3)
#define REFUSAL(record)    ((record) & 1)

/* record.ts: `sends` is 2, so the second doubt is a refusal. */
#define RENEWED(token)  RECORD(token, 0, 0)
#define DOUBTED(record) RECORD(TOKEN(record), UNANSWERED(record) + 1, UNANSWERED(record) + 1 >= 2)
#define REFUSED(record) RECORD(TOKEN(record), UNANSWERED(record), 1)
