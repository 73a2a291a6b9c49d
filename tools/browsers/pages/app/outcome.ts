import type { Client } from "./client.ts";

/** What became of some requests. */
export interface Outcome {
  /** How many responses had the status 200. */
  readonly accepted: number;
  /** The other statuses, and the errors. */
  readonly failures: readonly string[];
  /** How long the slowest one took, in ms. */
  readonly slowest: number;
}

/** Sends some requests at once. */
export async function outcomeOf(client: Client, count: number): Promise<Outcome> {
  const start = performance.now();
  const all = await Promise.all(Array.from({ length: count }, () => resultOf(client)));
  const failures = all.filter((result) => result !== "200");
  const slowest = performance.now() - start;
  return { accepted: all.length - failures.length, failures, slowest };
}

async function resultOf(client: Client): Promise<string> {
  return client().then(String, (error: unknown) => {
    const code = Reflect.get(Object(error), "code");
    return code === undefined ? String(error) : `${code}: ${error}`;
  });
}

/** Adds an iframe to this page. */
export function addFrame(url: string): void {
  const frame = document.createElement("iframe");
  frame.src = url;
  document.documentElement.append(frame);
}
