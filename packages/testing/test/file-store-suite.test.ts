import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { afterAll, test } from "vitest";
import { tokenStoreSuite } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "refresh-once-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Turns any key into a valid file name. */
const nameOf = (key: string) => createHash("sha256").update(key).digest("hex");
const fileStoreOf = (key: string) => fileStore(join(folder, nameOf(key)));

for (const { name, run } of tokenStoreSuite(fileStoreOf)) test.concurrent(name, run);
