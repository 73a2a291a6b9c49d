import type { AnswerReader } from "./auth-policy.ts";

/** How much of an unread body is read, so that its connection can be used again; beyond, it is closed. */
const worthReading = 64 * 1024;

/** Reads the answers of `fetch`: what the adapters over it share. */
export const webAnswers: AnswerReader<Response> = {
  challengeOf: ({ status, headers }) =>
    status === 401 ? (headers.get("www-authenticate") ?? "") : undefined,
  urlOf: ({ url }) => url,
  discard,
};

/** Reads the rest of a short answer, and drops that of a long one, so that it holds no connection. */
function discard({ body }: Pick<Response, "body">): void {
  if (!body || body.locked) return;
  const reader = body.getReader();
  const readOn = async (left: number): Promise<void> => {
    const { done, value } = await reader.read();
    if (done) return;
    return left > value.byteLength ? readOn(left - value.byteLength) : reader.cancel();
  };
  readOn(worthReading).catch(() => {});
}
