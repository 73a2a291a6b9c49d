import type { NotSentAgain, TokenSet } from "@refresh-once/core";
import { type AuthRequest, isSingleUseBody, ReplayBuffer } from "@refresh-once/core/adapter";

type Fetch = typeof globalThis.fetch;

/** Describes a call of `fetch` to the policy. */
export class FetchRequest implements AuthRequest<Response> {
  readonly url: string;
  readonly hasOwnAuthorization: boolean;
  /** It must be called without a receiver: the `fetch` of browsers accepts no other. */
  readonly #fetch: Fetch;
  readonly #input: string | URL | Request;
  /** The input, if it is a `Request`. */
  readonly #request: Request | undefined;
  readonly #init: RequestInit | undefined;
  readonly #headers: RequestInit["headers"];
  #kept: ReplayBuffer | undefined;

  constructor(fetch: Fetch, input: string | URL | Request, init: RequestInit | undefined) {
    this.#fetch = fetch;
    this.#input = input;
    this.#request = isRequest(input) ? input : undefined;
    this.#init = init;
    this.url = this.#request?.url ?? String(input);
    this.#headers = init?.headers ?? this.#request?.headers;
    this.hasOwnAuthorization = hasAuthorization(this.#headers);
  }

  get signal(): AbortSignal | null | undefined {
    return this.#init?.signal ?? this.#request?.signal;
  }

  get unrepeatable(): NotSentAgain | undefined {
    if (isSingleUseBody(this.#init?.body)) return "body_is_one_shot";
    return this.#kept && !this.#kept.whole ? "body_was_not_kept" : undefined;
  }

  send(tokens: TokenSet | undefined): Promise<Response> {
    const send = this.#fetch;
    if (!tokens) return send(this.#input, this.#init);
    const attach = this.hasOwnAuthorization ? replaceAuthorization : addAuthorization;
    const headers = attach(this.#headers, `Bearer ${tokens.accessToken}`);
    const body = this.#kept?.whole;
    this.#keepBody();
    // Not the `URL` object, which its owner may have changed since.
    return send(this.#request ?? this.url, {
      ...this.#init,
      headers,
      ...(body && { body }),
    });
  }

  /** The body of a `Request` can be read only once. */
  #keepBody(): void {
    const request = this.#request;
    const ownBody = this.#init?.body ?? undefined;
    if (request?.body && ownBody === undefined) this.#kept ??= new ReplayBuffer(request);
  }
}

function isRequest(input: string | URL | Request): input is Request {
  return typeof input === "object" && "url" in input;
}

function hasAuthorization(headers: RequestInit["headers"]): boolean {
  if (!headers) return false;
  if (!isPlain(headers)) return new Headers(headers).has("authorization");
  for (const name in headers) if (isAuthorization(name)) return true;
  return false;
}

function isPlain(headers: NonNullable<RequestInit["headers"]>): headers is Record<string, string> {
  return Object.getPrototypeOf(headers) === Object.prototype;
}

function isAuthorization(name: string): boolean {
  return name.length === 13 && name.toLowerCase() === "authorization";
}

/** Keeps a plain object plain: `Headers` would cost more than the rest of the call. */
function addAuthorization(
  headers: RequestInit["headers"],
  authorization: string,
): NonNullable<RequestInit["headers"]> {
  if (!headers) return { authorization };
  // In this order, because V8 copies into a new object much faster than it adds to a copy.
  if (isPlain(headers)) return { authorization, ...headers };
  return replaceAuthorization(headers, authorization);
}

function replaceAuthorization(headers: RequestInit["headers"], authorization: string): Headers {
  const copy = new Headers(headers);
  copy.set("authorization", authorization);
  return copy;
}
