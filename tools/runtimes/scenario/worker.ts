import { answer, type Isolate } from "./cases/ended-request.ts";
import { Referee } from "./referee.ts";
import { runRequests, runScenario } from "./run.ts";

interface Bindings {
  readonly referee: string;
  readonly isolate: Isolate;
}

/** workerd: what `workerd test` calls is one event; requests to itself are others. */
export default {
  async test(_controller: unknown, { referee, isolate }: Bindings): Promise<void> {
    await runScenario(new Referee(referee));
    await runRequests(new Referee(referee), isolate);
  },

  fetch: answer,
};
