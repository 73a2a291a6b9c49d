import type { ResponseReader } from "./auth-request.ts";
import { discardWebStream } from "./discard-body.ts";

/** Reads the responses of `fetch`, for all adapters of clients that use `fetch`. */
export const fetchResponses: ResponseReader<Response> = {
  challengeOf: ({ status, headers }) =>
    status === 401 ? (headers.get("www-authenticate") ?? "") : undefined,
  urlOf: ({ url }) => url,
  discard({ body }) {
    if (body) discardWebStream(body);
  },
};
