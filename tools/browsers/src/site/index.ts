/** The web site under test. */
export { Site } from "./site.ts";
