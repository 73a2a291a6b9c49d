import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Seed } from "@refresh-once/core";
import { wrongUsage } from "../program/command-error.ts";
import { interrupted, unlessInterrupted } from "../program/interrupt.ts";
import type { Output } from "../program/output.ts";

/**
 * Asks for the refresh token without echo at a terminal; otherwise takes it from standard input.
 *
 * @throws {CommandError} if there is none, or at Ctrl-C
 */
export async function askToken(output: Output, signal: AbortSignal): Promise<Seed> {
  const { stdin } = process;
  const answer = stdin.isTTY ? askHidden(output) : text(stdin);
  const refreshToken = (await unlessInterrupted(signal, answer)).trim();
  if (refreshToken === "") {
    throw wrongUsage(
      "No refresh token was given. Enter it at the prompt, or pass it on standard input.",
    );
  }
  if (/\s/.test(refreshToken)) {
    throw wrongUsage("A refresh token has no spaces and no line breaks. Give the token alone.");
  }
  return { refreshToken };
}

function askHidden(output: Output): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Only now the terminal does not echo what is typed.
  output.message("Refresh token (it is not shown):");
  return new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    // The terminal is in raw mode, so Ctrl-C is a character and not a signal.
    lines.once("SIGINT", () => reject(interrupted()));
    lines.once("close", () => resolve(""));
  }).finally(() => lines.close());
}
