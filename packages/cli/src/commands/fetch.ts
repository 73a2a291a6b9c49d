import { authFetch } from "@refresh-once/fetch";
import { type Account, withManager } from "../accounts/account.ts";
import { collect } from "../program/collect.ts";
import { type CommandContext, withAccount } from "../program/command-context.ts";
import { wrongUsage } from "../program/command-error.ts";
import type { AddCommand } from "../program/create-program.ts";
import { exitCode } from "../program/exit-code.ts";

interface FetchFlags {
  readonly request?: string;
  readonly header?: readonly string[];
  readonly data?: string;
  readonly origin?: readonly string[];
}

/** `fetch NAME URL`: one request as the adapter for `fetch` sends it. */
export const addFetch: AddCommand = (program, context) => {
  program
    .command("fetch <NAME> <URL>")
    .description("send a request with the token, as @refresh-once/fetch does")
    .option("-X, --request <method>", "the method (default: GET, with --data POST)")
    .option("-H, --header <header>", "a header, as 'accept: text/plain'; repeatable", collect)
    .option("-d, --data <text>", "the body")
    .option("--origin <origin>", "an origin that may get the token; repeatable", collect)
    .action(async (name: string, url: string, flags: FetchFlags) => {
      const request = requestOf(url, flags);
      await withAccount(context(), name, (account) => send(context(), account, request, flags));
    });
};

function requestOf(url: string, { request, header = [], data }: FetchFlags): Request {
  try {
    const method = request ?? (data === undefined ? "GET" : "POST");
    const headers = header.map((line): [string, string] => {
      const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      return [name, value];
    });
    return new Request(url, { method, headers, ...(data !== undefined && { body: data }) });
  } catch {
    throw wrongUsage(
      "The URL, the method or a header is not valid. A URL begins with https://; a header is 'name: value'.",
    );
  }
}

async function send(
  { output, signal, end }: CommandContext,
  account: Account,
  request: Request,
  { origin: given = [] }: FetchFlags,
): Promise<void> {
  const origins = [...account.origins, ...given.map(originOf)];
  const { origin } = new URL(request.url);
  if (!origins.includes(origin)) {
    throw wrongUsage(
      `${origin} is not among the origins of "${account.name}", so it gets no token. ` +
        `Add --origin ${origin}, or list it in the "origins" of the configuration.`,
    );
  }
  await withManager(account, async (tokens) => {
    const response = await authFetch(tokens, { origins })(request, { signal });
    output.message(`${response.status} ${response.statusText}`.trimEnd());
    for await (const part of response.body ?? []) output.raw(part);
    if (!response.ok) end(exitCode.failure);
  });
}

function originOf(text: string): string {
  if (URL.canParse(text)) return new URL(text).origin;
  throw wrongUsage("--origin must be an origin, such as https://api.example.com.");
}
