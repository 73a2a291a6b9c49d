import type { Rule } from "../held.ts";
import { attw } from "./attw.ts";
import { entries } from "./entries.ts";
import { files } from "./files.ts";
import { declared, runsAnywhere } from "./imports.ts";
import { links } from "./links.ts";
import { license, metadata } from "./metadata.ts";
import { noRegistry } from "./no-registry.ts";
import { publint } from "./publint.ts";
import { oneCore, siblings } from "./siblings.ts";
import { sourceMaps } from "./source-maps.ts";

/** What is held of the tarballs, without running anything of them. */
export const rules: readonly Rule[] = [
  files,
  metadata,
  license,
  links,
  entries,
  sourceMaps,
  siblings,
  oneCore,
  runsAnywhere,
  declared,
  noRegistry,
  publint,
  attw,
];
