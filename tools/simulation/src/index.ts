export { type Found, type Schedules, simulate } from "./simulate.ts";
