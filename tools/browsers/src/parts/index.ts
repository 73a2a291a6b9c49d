/** The parts of the campaign. */
export type { Part } from "./part.ts";
export { parts } from "./parts.ts";
