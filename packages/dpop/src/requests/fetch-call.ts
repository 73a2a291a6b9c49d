import type { NotSentAgain } from "@refresh-once/core";
import { fetchResponses, isSingleUseBody, ReplayBuffer } from "@refresh-once/core/adapter";
import { challengesForNonce, requiresNonce } from "./nonce-challenge.ts";
import type { ProvableRequest } from "./send-with-proof.ts";

type Fetch = typeof globalThis.fetch;

/** Methods that `fetch` converts to upper case. It leaves others, such as `patch`, as they are. */
const normalized = /^(delete|get|head|options|post|put)$/i;

/** A call of `fetch` that is sent with a proof. */
export class FetchCall implements ProvableRequest<Response> {
  readonly #fetch: Fetch;
  readonly #input: string | URL | Request;
  readonly #request: Request | undefined;
  readonly #init: RequestInit | undefined;
  readonly #headers: Headers;
  /** Whether it goes to the token endpoint, whose body says whether it asks for a nonce. */
  readonly #isTokenRequest: boolean;
  #kept: ReplayBuffer | undefined;

  constructor(
    fetch: Fetch,
    [input, init]: Parameters<Fetch>,
    headers: Headers,
    isTokenRequest = false,
  ) {
    this.#fetch = fetch;
    this.#input = input;
    this.#request = requestIn(input);
    this.#init = init;
    this.#headers = headers;
    this.#isTokenRequest = isTokenRequest;
  }

  get url(): URL {
    const page: { readonly href: string } | undefined = Reflect.get(globalThis, "location");
    return new URL(this.#request?.url ?? String(this.#input), page?.href);
  }

  get method(): string {
    const method = this.#init?.method ?? this.#request?.method ?? "GET";
    return normalized.test(method) ? method.toUpperCase() : method;
  }

  get unrepeatable(): NotSentAgain | undefined {
    if (isSingleUseBody(this.#init?.body)) return "body_is_one_shot";
    return this.#kept && !this.#kept.whole ? "body_was_not_kept" : undefined;
  }

  /** Sends the request without a proof. */
  sendUnproved(): Promise<Response> {
    const send = this.#fetch;
    return send(this.#input, { ...this.#init, headers: this.#headers });
  }

  send(proof: string): Promise<Response> {
    const send = this.#fetch;
    const headers = new Headers(this.#headers);
    headers.set("dpop", proof);
    const body = this.#kept?.whole;
    this.#keepBody();
    return send(this.#input, { ...this.#init, headers, ...(body && { body }) });
  }

  nonceOf({ headers, url }: Response): string | undefined {
    const isOwn = !url || new URL(url).origin === this.url.origin;
    return (isOwn && headers.get("dpop-nonce")) || undefined;
  }

  asksForNonce(response: Response): boolean | Promise<boolean> {
    if (this.#isTokenRequest) return requiresNonce(response);
    return response.status === 401 && challengesForNonce(response.headers.get("www-authenticate"));
  }

  discard(response: Response): void {
    fetchResponses.discard(response);
  }

  /** The body of a `Request` can be read only once. */
  #keepBody(): void {
    const request = this.#request;
    const ownBody = this.#init?.body ?? undefined;
    if (request?.body && ownBody === undefined) this.#kept ??= new ReplayBuffer(request);
  }
}

/** The headers of a call of `fetch`, as a copy. */
export function headersOf([input, init]: Parameters<Fetch>): Headers {
  return new Headers(init?.headers ?? requestIn(input)?.headers);
}

function requestIn(input: string | URL | Request): Request | undefined {
  return typeof input === "object" && "url" in input ? input : undefined;
}
