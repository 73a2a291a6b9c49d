import { readFile, rename, writeFile } from "node:fs/promises";
import { lock } from "proper-lockfile";
import type { Setting } from "./contender.ts";
import { callTokenEndpoint, isTokens, type Tokens } from "./token-call.ts";

/** What one writes by hand in an afternoon: a file, a lock, one retry. */
export function lockedFetch(path: string, { account, fetch, onTokens }: Setting): typeof fetch {
  let tokens: Tokens | undefined;
  let renewing: Promise<Tokens> | undefined;

  async function stored(): Promise<Tokens> {
    const found: unknown = JSON.parse(await readFile(path, "utf8"));
    if (!isTokens(found)) throw new TypeError(`no tokens in ${path}`);
    return found;
  }

  async function renew(rejected: Tokens): Promise<Tokens> {
    const release = await lock(path, { retries: { retries: 500, minTimeout: 5, maxTimeout: 20 } });
    try {
      const found = await stored();
      if (found.accessToken !== rejected.accessToken) return found;
      const fresh = await callTokenEndpoint(account, found.refreshToken);
      onTokens?.("committing");
      await writeFile(`${path}.next`, JSON.stringify(fresh), { mode: 0o600 });
      await rename(`${path}.next`, path);
      return fresh;
    } finally {
      await release();
    }
  }

  return async (input, init) => {
    const sent = tokens ?? (await stored());
    tokens ??= sent;
    const first = await fetch(input, authorized(init, sent));
    if (first.status !== 401) return first;
    renewing ??= renew(sent).finally(() => {
      renewing = undefined;
    });
    tokens = await renewing;
    onTokens?.("in use");
    return fetch(input, authorized(init, tokens));
  };
}

function authorized(init: RequestInit | undefined, { accessToken }: Tokens): RequestInit {
  const headers = { ...Object(init?.headers), authorization: `Bearer ${accessToken}` };
  return { ...init, headers };
}
