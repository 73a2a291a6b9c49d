import { TokenError } from "@refresh-once/core";
import { parseJson, secureOrigin, wrongOption } from "@refresh-once/core/adapter";
import { checkEndpoint, type Endpoint, isPlainUrl } from "./endpoint.ts";
import { objectIn } from "./reply-fields.ts";
import { readText } from "./reply-text.ts";

/**
 * Checks an issuer identifier, which is a URL without query and fragment.
 *
 * @param caller the function that an error names
 * @throws {TypeError} if it is wrong
 * @throws {TokenError} `insecure_origin` if it is unencrypted `http:` and not on loopback
 */
export function checkIssuer(
  caller: string,
  { issuer, fetch }: { readonly issuer: string; readonly fetch?: typeof globalThis.fetch },
): Endpoint {
  if (!isPlainUrl(issuer) || /[?#]/.test(issuer)) {
    throw wrongOption(
      caller,
      "issuer",
      "an https:// URL without a query (http:// only on loopback)",
    );
  }
  return checkEndpoint(caller, { url: issuer, ...(fetch && { fetch }) });
}

/**
 * Makes a function that finds the token endpoint of an authorization server. After a success, it does not ask
 * again. A failure spends no token, so the next call asks again.
 *
 * @throws {TokenError} `unreachable` if there is no answer, `misconfigured` if there is no such document, and
 * `insecure_origin` if the endpoint is unencrypted
 * @see {@link https://www.rfc-editor.org/rfc/rfc8414#section-3 RFC 8414 §3}
 */
export function discovery(
  issuer: string,
  fetch: typeof globalThis.fetch,
): (signal: AbortSignal) => Promise<string> {
  let found: string | undefined;
  return async (signal) => {
    found ??= await tokenEndpointOf(issuer, fetch, signal);
    return found;
  };
}

async function tokenEndpointOf(
  issuer: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<string> {
  for (const url of documentsOf(issuer)) {
    const text = await textAt(url, fetch, signal);
    const metadata = objectIn(parseJson(text ?? ""));
    if (!metadata) continue;
    // RFC 8414 §3.3: otherwise, another server's document could send the refresh token elsewhere.
    if (metadata.issuer !== issuer) {
      throw wrong(
        issuer,
        "names another issuer. Compare `issuer` with it, also the slash at its end",
      );
    }
    const { token_endpoint: endpoint } = metadata;
    if (typeof endpoint !== "string" || !isPlainUrl(endpoint)) {
      throw wrong(issuer, "has no valid token endpoint. Give its `url` instead of `issuer`");
    }
    secureOrigin(endpoint);
    return endpoint;
  }
  throw wrong(issuer, "does not exist. Check `issuer`, or give the `url` of the token endpoint");
}

/** OpenID Connect adds a path to the issuer; RFC 8414 inserts one after the host. */
function documentsOf(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  return [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

/** The text of a document; `undefined` if there is none. */
async function textAt(
  url: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const headers = { accept: "application/json" };
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal });
    const text = await readText(response);
    if (response.status >= 500 || response.status === 429) throw unreachable(url, response.status);
    return response.ok ? text : undefined;
  } catch (cause) {
    throw cause instanceof TokenError && cause.code === "unreachable"
      ? cause
      : unreachable(url, cause);
  }
}

function unreachable(url: string, why: unknown): TokenError {
  const details = typeof why === "number" ? { status: why } : { cause: why };
  const reason = typeof why === "number" ? `status ${why}` : "no response";
  return new TokenError(
    "unreachable",
    `The discovery document ${url} cannot be fetched (${reason}). No token was sent. Try again later.`,
    details,
  );
}

function wrong(issuer: string, what: string): TokenError {
  return new TokenError(
    "misconfigured",
    `The discovery document of ${issuer} ${what}. No token was sent.`,
  );
}
