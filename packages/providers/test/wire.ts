import nock from "nock";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

/** A request that was sent, with all its headers. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Blocks all network access, and fails a test that does not use every prepared reply. */
export function useNock(): void {
  beforeAll(() => {
    // Another test file in the same process may have deactivated it.
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    const unasked = nock.pendingMocks();
    nock.cleanAll();
    expect(unasked).toEqual([]);
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}

/** Replies to one `POST` to a token endpoint; a second one fails. The list contains the requests. */
export function answers(
  url: string,
  status: number,
  body: nock.Body = "",
  headers: nock.ReplyHeaders = {},
): Sent[] {
  const { origin, pathname, search } = new URL(url);
  const sent: Sent[] = [];
  nock(origin)
    .post(pathname + search)
    .reply(status, body, headers)
    .on("request", (request: Request, _: unknown, body: string) => {
      const { method, path } = request;
      sent.push({ method, path, headers: { ...request.getHeaders() }, body });
    });
  return sent;
}

interface Request {
  readonly method: string;
  readonly path: string;
  getHeaders(): object;
}
