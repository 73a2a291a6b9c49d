import type { AxiosResponse } from "axios";

type Fields = Omit<AxiosResponse, "request">;

/**
 * A response whose `request` is out of sight of `inspect`, JSON and spreading, as the request of Node's
 * client, or of `fetch`, has the token in its headers. An accessor on the prototype, because to change
 * a property of the response itself would make each later access to it slow.
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

/** The response of a request that carried the token, without its request in sight. */
export function concealedResponse<Response extends AxiosResponse>(
  response: Response,
): Response | AxiosResponse {
  const isPlain = isObject(response) && Object.keys(response).length === fieldsOfAxios;
  if (isPlain && Object.hasOwn(response, "request")) return new ConcealedResponse(response);
  concealError(response);
  return response;
}

/** Conceals the requests of an error: its own, that of its response, and those of its causes (axios 1.13). */
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
