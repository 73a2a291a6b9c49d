import type { NotSentAgain, TokenSet } from "@refresh-once/core";
import { type AuthRequest, ReplayBuffer } from "@refresh-once/core/adapter";

type Fetch = typeof globalThis.fetch;

/** Describes a call of an openapi-fetch client to the policy. */
export class OpenapiRequest implements AuthRequest<Response> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  /** It must be called without a receiver: the `fetch` of browsers accepts no other. */
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

  /** The tokens that the request carried when it was first sent. */
  get attached(): TokenSet | undefined {
    return this.#attached;
  }

  /** A body that another middleware has put in was not copied. */
  get unrepeatable(): NotSentAgain | undefined {
    if (!this.#kept && this.#final === this.#seen) return undefined;
    const isWhole = this.#final === this.#seen && this.#kept?.whole;
    return this.#final.body && !isWhole ? "body_was_not_kept" : undefined;
  }

  /** Prepares the request, which the client sends itself. Its body can be read only once, so it is copied. */
  attach(tokens: TokenSet): void {
    this.#attached = tokens;
    this.#seen.headers.set("authorization", `Bearer ${tokens.accessToken}`);
    if (this.#seen.body) this.#kept = new ReplayBuffer(this.#seen);
  }

  /** Sets the request as it was sent, after all middleware. */
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

/** Uses the class of the request itself: a client may use another one than the global `Request`. */
function withBody(request: Request, body: Blob): Request {
  return Reflect.construct(request.constructor, [request, { body }]);
}

/** openapi-fetch accepts only a global `Response` from a middleware. Another `fetch` may return others. */
export function asGlobalResponse(response: Response): Response {
  if (response instanceof Response) return response;
  const { body, status, statusText, headers, url } = response;
  const global = new Response(body, { status, statusText, headers: [...headers] });
  return Object.defineProperty(global, "url", { value: url });
}
