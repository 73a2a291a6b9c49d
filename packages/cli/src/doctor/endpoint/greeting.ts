import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { TLSSocket } from "node:tls";

/** What the origin of a token endpoint tells in a response without any credentials. */
export interface Greeting {
  readonly origin: string;
  /** When the server sent the response, by its clock, in epoch ms. `undefined` without a `Date` header. */
  readonly serverTime: number | undefined;
  /** The time of this machine, in the middle of the request, in epoch ms. */
  readonly localTime: number;
  /** By how much `localTime` may be wrong, ms. */
  readonly uncertainty: number;
  /** Absent without TLS. */
  readonly certificate?: Certificate;
}

/** What is known of a server's certificate. */
interface Certificate {
  /** The code of the error for which it is not trusted; `undefined` if it is. */
  readonly error: string | undefined;
  /** When it ends, in epoch ms; `NaN` if that is not known. */
  readonly validTo: number;
}

/** Sends `HEAD /` to an origin, without credentials. */
export function greet(url: URL, signal: AbortSignal): Promise<Greeting> {
  const startedAt = Date.now();
  const isSecure = url.protocol === "https:";
  const send = isSecure ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // A certificate that is not trusted is to be looked at. Nothing secret is sent.
    const options = { method: "HEAD", agent: false, signal, rejectUnauthorized: false };
    const request = send(new URL("/", url), options);
    request.on("error", reject);
    request.on("response", (response) => {
      const certificate = certificateOf(response);
      response.destroy();
      resolve({
        origin: url.origin,
        serverTime: serverTimeOf(response),
        localTime: (startedAt + Date.now()) / 2,
        uncertainty: (Date.now() - startedAt) / 2,
        ...(certificate && { certificate }),
      });
    });
    request.end();
  });
}

/** A cache sends the `Date` of the server that it has asked, and an `Age`. */
function serverTimeOf({ headers }: IncomingMessage): number | undefined {
  const date = Date.parse(headers.date ?? "");
  const age = Number(headers.age ?? 0);
  return Number.isNaN(date) ? undefined : date + (age > 0 ? age * 1_000 : 0);
}

function certificateOf({ socket }: IncomingMessage): Certificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const { authorized, authorizationError } = socket;
  return {
    error: authorized ? undefined : codeOf(authorizationError),
    validTo: Date.parse(socket.getPeerCertificate().valid_to),
  };
}

/** Node.js gives a code, although its types say that it is an error. */
function codeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
