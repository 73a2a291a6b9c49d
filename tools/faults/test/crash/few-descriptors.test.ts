import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "@refresh-once/processes";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** `TESTS=full` also tries a limit that fewer accounts reach. */
const limits = process.env.TESTS === "full" ? [128, 48] : [48];

test.each(limits)(
  "P2, P4: a process with 100 accounts and %i file descriptors goes on, and sends each token once",
  async (limit) => {
    await using crowd = await bundle(new URL("../../src/crash/crowd.ts", import.meta.url));
    const folder = await mkdtemp(join(tmpdir(), "refresh-once-crowd-"));
    const command = `ulimit -n ${limit}; exec "$@"`;
    const program = [process.execPath, crowd.module.pathname, folder];
    // An unhandled rejection ends a process with 1, and so this.
    const { stdout } = await run("sh", ["-c", command, "sh", ...program]);
    await rm(folder, { recursive: true });
    expect(JSON.parse(stdout)).toMatchObject({ accounts: 100, resends: 0 });
  },
);
