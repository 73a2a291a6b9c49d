import { Referee } from "./referee.ts";
import { runScenario } from "./run.ts";

/** Node.js, Bun and Deno: a process that ends by itself, as nothing of ours is left running. */
await runScenario(new Referee(process.argv[2] ?? ""));
