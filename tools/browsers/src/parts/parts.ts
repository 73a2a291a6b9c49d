import type { PartName } from "../flags.ts";
import { closings } from "./closings.ts";
import { outages } from "./outages.ts";
import type { Part } from "./part.ts";
import { peers } from "./peers.ts";
import { storms } from "./storms.ts";
import { suite } from "./suite.ts";

/** All parts of the campaign, by their names. */
export const parts: Readonly<Record<PartName, Part>> = {
  suite,
  storms,
  peers,
  closings,
  outages,
};
