import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore } from "@refresh-once/core/file";
import { afterAll, test } from "vitest";
import { encryptedStore } from "../src/index.ts";
import { newKey } from "./sealed-store.ts";
import { suitePart } from "./suite-part.ts";

const keys = [newKey("k1")];
const folder = mkdtempSync(join(tmpdir(), "refresh-once-"));
afterAll(() => rmSync(folder, { recursive: true }));

const nameOf = (key: string) => createHash("sha256").update(key).digest("hex");
const encryptedFile = (key: string) =>
  encryptedStore(fileStore(join(folder, nameOf(key))), { keys });

for (const { name, run } of suitePart(encryptedFile)) test.concurrent(name, run);
