import { Referee } from "./referee.ts";
import { runScenario } from "./run.ts";

/** workerd: what `workerd test` calls; all is within one event, as I/O is there. */
export default {
  test: (_controller: unknown, { referee }: { readonly referee: string }) =>
    runScenario(new Referee(referee)),
};
