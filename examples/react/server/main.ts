import { once } from "node:events";
import { Interruption } from "@refresh-once/end-to-end/program";
import { startAuthorizationServer } from "@refresh-once/testing";
import { createServer } from "vite";
import { viteOptions } from "./vite-options.ts";

const { signal } = new Interruption();
// Short, so that you need not wait long for a refresh; and slow, so that you can see one.
const accessTokenLifetime = 10_000;
await using authorization = await startAuthorizationServer({ accessTokenLifetime, latency: 200 });
const vite = await createServer(viteOptions({ authorization, accessTokenLifetime }));
await vite.listen();
console.log(`\n  Open it in two tabs: ${vite.resolvedUrls?.local[0]}\n\n  Ctrl-C ends it.\n`);
if (!signal.aborted) await once(signal, "abort");
await vite.close();
