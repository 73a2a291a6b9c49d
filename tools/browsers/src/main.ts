import { problemOf, readCommand } from "./flags.ts";
import { runCampaign } from "./run-campaign.ts";

const command = attempt();
if (command && !(await runCampaign(command))) process.exitCode = 1;

function attempt() {
  try {
    return readCommand(process.argv.slice(2));
  } catch (error) {
    console.error(problemOf(error));
    process.exitCode = 2;
    return undefined;
  }
}
