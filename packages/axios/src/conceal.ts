import type { AxiosResponse } from "axios";

type Fields = Omit<AxiosResponse, "request">;

/**
 * A response that hides its `request` from `inspect`, JSON and object spread, because the request has the
 * token in its headers. The accessor is on the prototype: if a property of the response itself were
 * redefined, V8 would make all of its properties slow.
 */
class ConcealedResponse implements AxiosResponse {
  data: Fields["data"];
  status: Fields["status"];
  statusText: Fields["statusText"];
  headers: Fields["headers"];
  config: Fields["config"];
  #request: unknown;

  constructor({ data, status, statusText, headers, config, request }: AxiosResponse) {
    this.data = data;
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.config = config;
    this.#request = request;
  }

  get request(): unknown {
    return this.#request;
  }

  set request(request: unknown) {
    this.#request = request;
  }
}

/** How many fields axios gives a response; other adapters may add their own. */
const fieldsOfAxios = 6;

/** Hides the request of a response, because that request carried the token. */
export function concealedResponse<Response extends AxiosResponse>(
  response: Response,
): Response | AxiosResponse {
  const isPlain = isObject(response) && Object.keys(response).length === fieldsOfAxios;
  if (isPlain && Object.hasOwn(response, "request")) return new ConcealedResponse(response);
  concealError(response);
  return response;
}

/** Hides the requests of an error, of its response, and of its causes (axios 1.13). */
export function concealError(error: unknown, depth = 3): void {
  if (!isObject(error) || depth === 0) return;
  concealRequest(error);
  concealError(Reflect.get(error, "response"), depth - 1);
  concealError(Reflect.get(error, "cause"), depth - 1);
}

function concealRequest(outcome: object): void {
  if (!Object.hasOwn(outcome, "request")) return;
  let request: unknown = Reflect.get(outcome, "request");
  Reflect.defineProperty(outcome, "request", {
    get: () => request,
    set: (value: unknown) => {
      request = value;
    },
    enumerable: false,
    configurable: true,
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
