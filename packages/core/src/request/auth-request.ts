import type { TokenSet } from "../tokens/index.ts";
import type { NotSentAgain } from "./not-sent-again.ts";

/** One request, as an adapter describes it to the policy. */
export interface AuthRequest<HttpResponse> {
  /** Where it goes. */
  readonly url: string;
  /** The caller's signal. */
  readonly signal?: AbortSignal | null | undefined;
  /** Whether the caller has set an `Authorization`. */
  readonly hasOwnAuthorization: boolean;
  /** Why it cannot be sent a second time, if that is known by now. */
  readonly unrepeatable: NotSentAgain | undefined;
  /**
   * Sends it with this access token, which replaces an `Authorization` that it has; or as it is if there
   * is none.
   */
  send(tokens: TokenSet | undefined): Promise<HttpResponse>;
}

/** How an adapter reads the responses of its client. */
export interface ResponseReader<HttpResponse> {
  /** The `WWW-Authenticate` of a 401, empty if it has none; `undefined` for every other response. */
  challengeOf(response: HttpResponse): string | undefined;
  /** The URL it came from, after redirects; `undefined` or empty if that is not known. */
  urlOf(response: HttpResponse): string | undefined;
  /** Frees the connection of a response that nobody will read. */
  discard(response: HttpResponse): void;
}
