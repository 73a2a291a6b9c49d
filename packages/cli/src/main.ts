#!/usr/bin/env node
import { runProgram } from "./program/run-program.ts";

// The accounts of a configuration may hold connections that would keep the process alive.
process.exit(await runProgram(process.argv.slice(2)));
