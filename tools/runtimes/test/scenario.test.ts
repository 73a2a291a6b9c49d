import { expect, test } from "vitest";
import { Referee } from "../scenario/referee.ts";
import { runScenario } from "../scenario/run.ts";
import { RefereeServer } from "../src/referee-server.ts";

test("the scenario holds in this process, on the sources", async () => {
  await using server = new RefereeServer();
  await runScenario(new Referee(await server.listen()));
  expect(server.verdicts).toHaveLength(27);
  expect(server.verdicts.filter(({ failure }) => failure !== undefined)).toEqual([]);
});
