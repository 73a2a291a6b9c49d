/** The parts of the campaign. */
export { parts } from "./parts.ts";
