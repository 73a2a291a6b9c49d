import nock from "nock";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

/** One request, with every header that it was given. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Nothing leaves this machine, and every reply that a test prepares must be asked for. */
export function useNock(): void {
  beforeAll(() => {
    // Another file of this process may have ended it.
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

/** Answers one `POST` to a token endpoint; a second one fails. The list is of what was sent. */
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
