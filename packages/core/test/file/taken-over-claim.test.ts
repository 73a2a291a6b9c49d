import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FileClaim } from "../../src/file/file-claim.ts";
import { Folder } from "../../src/file/folder.ts";
import { thisProcess } from "../../src/file/holder.ts";
import { fileStore } from "../../src/file/index.ts";
import { takeTurn } from "../../src/file/turn.ts";
import { gate } from "../strict-endpoint.ts";

const lease = { duration: 15_000 };
/** A claim of this is over at once. */
const over = { duration: -1 };
const record = (revision: number, by = "") => ({
  revision,
  tokens: { accessToken: `a${revision}${by}`, refreshToken: `r${revision}${by}` },
  obtainedAt: 1,
});

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refresh-once-"));
  path = join(folder, "tokens.json");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A process that is suspended right before a system call. */
class Suspended extends Folder {
  readonly reached = gate();
  readonly resumed = gate();
  readonly #before: "link" | "rename";

  constructor(before: "link" | "rename") {
    super(path);
    this.#before = before;
  }

  override async linkIfAbsent(draft: string, suffix: string): Promise<boolean> {
    await this.#suspend("link");
    return super.linkIfAbsent(draft, suffix);
  }

  override async publish(suffix: string): Promise<void> {
    await this.#suspend("rename");
    return super.publish(suffix);
  }

  async #suspend(before: "link" | "rename"): Promise<void> {
    if (before !== this.#before) return;
    this.reached.open();
    await this.resumed.passed;
  }
}

async function commit(revision: number): Promise<void> {
  const claim = await fileStore(path).claim(revision - 1, lease);
  expect(await claim?.commit(record(revision))).toBe(true);
}

/** The claim of somebody who has it, and is suspended in its commit. */
async function suspendedClaim(revision: number, before: "link" | "rename") {
  await fileStore(path).claim(revision, over);
  const process = new Suspended(before);
  const claim = new FileClaim(
    process,
    revision,
    { number: 1, abandoned: undefined, room: "none" },
    async () => {},
  );
  return { claim, process };
}

describe("P1: a claim that was taken over", () => {
  test("does not free the revision by its release", async () => {
    const first = await fileStore(path).claim(0, over);
    const second = await fileStore(path).claim(0, lease);
    await first?.release();
    expect(await fileStore(path).claim(0, lease)).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("and released, leaves the one that took over to be taken over itself", async () => {
    const first = await fileStore(path).claim(0, over);
    await fileStore(path).claim(0, over);
    await first?.release();
    const third = await fileStore(path).claim(0, lease);
    expect(third?.abandoned).toMatchObject({ revision: 0 });
    expect(await third?.commit(record(1))).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("and released, frees its turn for nobody who looked before", async () => {
    const first = await fileStore(path).claim(0, over);
    const second = await fileStore(path).claim(0, lease);
    await first?.release();
    const lookedBefore = takeTurn(new Folder(path), 0, 1, thisProcess(), lease.duration);
    expect(await lookedBefore).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("and released, and claimed again, stands for those who saw it abandoned", async () => {
    const again = await fileStore(path).claim(0, lease);
    const sawAbandoned = takeTurn(new Folder(path), 0, 2, thisProcess(), lease.duration);
    expect(await sawAbandoned).toBeUndefined();
    expect(await again?.commit(record(1))).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("by somebody who died before it saw that it stands, still stands", async () => {
    const first = await fileStore(path).claim(0, lease);
    const entry = JSON.parse(await readFile(`${path}.0.1.claim`, "utf8"));
    const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
    await writeFile(`${path}.0.2.claim`, JSON.stringify(dead));
    expect(await fileStore(path).claim(0, lease)).toBeUndefined();
    expect(await first?.commit(record(1))).toBe(true);
  });

  test("keeps the record that it is about to commit", async () => {
    await commit(1);
    const { claim, process } = await suspendedClaim(1, "link");
    const committed = claim.commit(record(2));
    await process.reached.passed;
    const second = await fileStore(path).claim(1, over);
    process.resumed.open();
    expect(await committed).toBe(true);
    expect(await second?.commit(record(2, "late"))).toBe(false);
    expect(await fileStore(path).read()).toEqual(record(2));
  });

  test("is not given up before the commit that came first is at its end", async () => {
    await commit(1);
    const { claim: first, process } = await suspendedClaim(1, "rename");
    const second = await fileStore(path).claim(1, over);
    const committed = first.commit(record(2));
    await process.reached.passed;
    expect(await second?.commit(record(2, "late"))).toBe(false);
    expect(await fileStore(path).read()).toEqual(record(2));
    process.resumed.open();
    expect(await committed).toBe(true);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });
});

describe("P3: a commit that others have brought to its end", () => {
  test("does not put into the file what has its name by now", async () => {
    await commit(1);
    const { claim, process } = await suspendedClaim(1, "rename");
    const committed = claim.commit(record(2));
    await process.reached.passed;
    expect(await fileStore(path).claim(1, over)).toBeUndefined();
    expect(await fileStore(path).read()).toEqual(record(2));
    // Somebody else who had claimed revision 1, and was away as well.
    await rm(`${path}.2.commit`, { force: true });
    await writeFile(`${path}.2.commit`, JSON.stringify({ format: 1, ...record(2, "late") }));
    process.resumed.open();
    expect(await committed).toBe(true);
    expect(await fileStore(path).read()).toEqual(record(2));
    await commit(3);
    expect(await readdir(folder)).toEqual(["tokens.json"]);
  });

  test("is decided by one of its two names where a power failure has left no more", async () => {
    await commit(1);
    const { claim, process } = await suspendedClaim(1, "rename");
    void claim.commit(record(2));
    await process.reached.passed;
    for (const name of await readdir(folder)) {
      if (/\.2\..{36}\.commit$/.test(name)) await rm(join(folder, name));
    }
    expect(await fileStore(path).claim(1, over)).toBeUndefined();
    expect(await fileStore(path).read()).toEqual(record(2));
  });
});
