import { readCommand, usage } from "./command.ts";
import { runSubjects } from "./run.ts";

try {
  const command = readCommand(process.argv.slice(2));
  if (command === "help") console.log(usage);
  else await runSubjects(command);
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
