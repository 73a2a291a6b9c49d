import { readFileSync } from "node:fs";
import axios from "axios";
import { expect, test } from "vitest";

test("tests run on the oldest axios that is promised, or a newer one", ({ task }) => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const oldest = manifest.peerDependencies.axios.replace("^", "");
  const minorOf = (version: string) => Number(version.split(".")[1]);
  if (task.file.projectName === "axios-oldest") expect(axios.VERSION).toBe(oldest);
  else expect(minorOf(axios.VERSION)).toBeGreaterThan(minorOf(oldest));
});
