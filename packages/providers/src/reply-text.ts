import { TokenError } from "@refresh-once/core";

/** The longest accepted reply, in bytes, far above any real one. */
const limit = 1024 * 1024;

/**
 * Reads the body of a reply, up to a limit.
 *
 * @throws {TokenError} `in_doubt` if the body is longer: then another server has probably sent it
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
