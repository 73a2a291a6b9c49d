import type { ResponseReader } from "./auth-policy.ts";
import { drain } from "./unread-body.ts";

/** Reads the answers of `fetch`: what the adapters over it share. */
export const fetchResponses: ResponseReader<Response> = {
  challengeOf: ({ status, headers }) =>
    status === 401 ? (headers.get("www-authenticate") ?? "") : undefined,
  urlOf: ({ url }) => url,
  discard({ body }) {
    if (!body || body.locked) return;
    const reader = body.getReader();
    drain({ next: () => reader.read(), cancel: () => reader.cancel() });
  },
};
