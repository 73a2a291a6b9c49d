import { isAbsolute } from "node:path";
import { type Finding, findingsOf } from "../finding.ts";
import type { FilePlace } from "./file-place.ts";

const finding = findingsOf("file-path");

/** Whether the path of the store depends on the working directory. */
export async function checkPath({ given, path }: FilePlace): Promise<Finding[]> {
  if (isAbsolute(given)) return [finding.ok(`The path ${path} is absolute.`)];
  return [
    finding.warning(
      `The path ${given} is relative. In this working directory, it is ${path}; ` +
        "a program that is started in another folder has another store. Configure an absolute path.",
    ),
  ];
}
