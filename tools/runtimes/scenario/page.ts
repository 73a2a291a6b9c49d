import { Referee } from "./referee.ts";
import { runScenario, textOf } from "./run.ts";

/** A browser: the page is the driving process's own, so that only the trials go to other origins. */
const referee = new Referee(location.origin);
const failure = await runScenario(referee).then(() => undefined, textOf);
await referee.done(failure);
