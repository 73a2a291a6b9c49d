export { AnsweringWorker } from "./answering-worker.ts";
export { type Bundle, bundle, bundleProgram, bundleTogether } from "./bundle.ts";
export { Crew } from "./crew.ts";
export { Fleet } from "./fleet.ts";
export type { Ending, Member } from "./member.ts";
export { isRunning, Program } from "./program.ts";
export { startWorker, type Worker } from "./worker.ts";
