import { axiosContenders } from "./axios.ts";
import type { Contender, Family } from "./contender.ts";
import { fetchContenders } from "./fetch.ts";
import { googleContenders } from "./google.ts";
import { openapiContenders } from "./openapi-fetch.ts";

/** In the order in which they are shown. */
export const families = ["axios", "openapi-fetch", "fetch", "google"] as const satisfies Family[];

export const contenders: readonly Contender[] = [
  ...axiosContenders,
  ...openapiContenders,
  ...fetchContenders,
  ...googleContenders,
];

export function contendersOf(family: Family): readonly Contender[] {
  return contenders.filter((contender) => contender.family === family);
}
