import { readFile } from "node:fs/promises";
import { publint as lint } from "publint";
import { formatMessage } from "publint/utils";
import type { Rule } from "../held.ts";
import type { PackedPackage } from "../packed-package.ts";

/** @see {@link https://publint.dev/rules the rules of publint} */
export const publint: Rule = {
  holds: "publint, when it is strict, has nothing to say",
  violations: async (packages) => (await Promise.all(packages.map(messagesOf))).flat(),
};

async function messagesOf({ name, path }: PackedPackage): Promise<string[]> {
  const tarball = Uint8Array.from(await readFile(path)).buffer;
  const { messages, pkg } = await lint({ pack: { tarball }, strict: true, level: "suggestion" });
  return messages.map((message) => {
    const text = formatMessage(message, pkg, { color: false }) ?? message.code;
    return `${name}: ${message.code}: ${text}`;
  });
}
