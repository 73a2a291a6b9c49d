export { flagProblem, numberFrom, wholeFrom } from "./flags.ts";
export { Interruption } from "./interruption.ts";
export { markdownTable, textTable } from "./tables.ts";
export { TokenFolder } from "./token-folder.ts";
