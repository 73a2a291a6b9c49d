import { TokenError } from "@refresh-once/core";

/** More than any token endpoint has to say, in bytes. */
const limit = 1024 * 1024;

/**
 * Reads a reply whole, as long as it is of a sensible size.
 *
 * @throws {TokenError} `in_doubt` when it is longer: no token endpoint sends that
 */
export async function readText(response: Response): Promise<string> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw new TokenError("in_doubt", "the reply is longer than 1 MiB");
    }
    text += decoder.decode(value, { stream: true });
  }
}
