import { runCommand, usage } from "./command.ts";

const args = process.argv.slice(2);
if (args.includes("--help")) console.log(usage());
else process.exitCode = await runCommand(args);
