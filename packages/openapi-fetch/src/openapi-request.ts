import type { NotSentAgain, TokenSet } from "@refresh-once/core";
import { type AuthRequest, ReplayBuffer } from "@refresh-once/core/adapter";

type Fetch = typeof globalThis.fetch;

/** A call of an openapi-fetch client, as the policy sees it. */
export class OpenapiRequest implements AuthRequest<Response> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  /** Called without a receiver: a browser's own `fetch` takes no other. */
  readonly #fetch: Fetch;
  readonly #seen: Request;
  #final: Request;
  #kept: ReplayBuffer | undefined;
  #attached: TokenSet | undefined;

  constructor(request: Request, fetch: Fetch) {
    this.#fetch = fetch;
    this.#seen = request;
    this.#final = request;
    this.url = request.url;
    this.hasOwnAuthorization = request.headers.has("authorization");
  }

  get signal(): AbortSignal {
    return this.#seen.signal;
  }

  /** What the first sending carried. */
  get attached(): TokenSet | undefined {
    return this.#attached;
  }

  /** A body that another middleware has put in is not ours to know. */
  get unrepeatable(): NotSentAgain | undefined {
    if (!this.#kept && this.#final === this.#seen) return undefined;
    const isWhole = this.#final === this.#seen && this.#kept?.whole;
    return this.#final.body && !isWhole ? "body_was_not_kept" : undefined;
  }

  /** For the first sending, which is the client's own; a body is read but once, so a copy is kept. */
  attach(tokens: TokenSet): void {
    this.#attached = tokens;
    this.#seen.headers.set("authorization", `Bearer ${tokens.accessToken}`);
    if (this.#seen.body) this.#kept = new ReplayBuffer(this.#seen);
  }

  /** The request as it was sent in the end, after all middleware. */
  as(final: Request): this {
    this.#final = final;
    return this;
  }

  send(tokens: TokenSet | undefined): Promise<Response> {
    const body = this.#kept?.whole;
    const again = body ? withBody(this.#final, body) : this.#final;
    if (tokens) again.headers.set("authorization", `Bearer ${tokens.accessToken}`);
    const send = this.#fetch;
    return send(again);
  }
}

/** Of the request's own class: a client may have been given another than the global one. */
function withBody(request: Request, body: Blob): Request {
  return Reflect.construct(request.constructor, [request, { body }]);
}

/** What openapi-fetch takes from a middleware is a global `Response` only; another `fetch` may make others. */
export function asGlobalResponse(response: Response): Response {
  if (response instanceof Response) return response;
  const { body, status, statusText, headers, url } = response;
  const global = new Response(body, { status, statusText, headers: [...headers] });
  return Object.defineProperty(global, "url", { value: url });
}
