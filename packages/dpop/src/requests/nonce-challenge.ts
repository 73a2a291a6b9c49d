/**
 * Whether the challenge of a 401 asks for a nonce. Matches the `error` parameter, not its description.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-9 RFC 9449 §9}
 */
export function challengesForNonce(challenge: string | null | undefined): boolean {
  return /(^|[\s,])error\s*=\s*"?use_dpop_nonce\b/i.test(challenge ?? "");
}

/** An error response of a token endpoint is much shorter. */
const longestError = 64 * 1024;

/**
 * Whether the error response of a token endpoint asks for a nonce. The response can still be read.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9449#section-8 RFC 9449 §8}
 */
export async function requiresNonce(response: Response): Promise<boolean> {
  const { status, headers, body } = response;
  if (status !== 400 && status !== 401) return false;
  if (challengesForNonce(headers.get("www-authenticate"))) return true;
  if (!body) return false;
  try {
    const reply: unknown = JSON.parse(await beginningOf(response.clone()));
    return Object(reply).error === "use_dpop_nonce";
  } catch {
    return false;
  }
}

/** Reads the body up to the limit: the server decides how long it is. */
async function beginningOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (reader && text.length < longestError) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
  }
  // Not awaited: it resolves only when the other branch of the clone has been read.
  reader?.cancel().catch(() => {});
  return text;
}
