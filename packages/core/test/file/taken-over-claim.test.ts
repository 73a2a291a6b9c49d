import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { attemptClaim } from "../../src/file/claim-attempt.ts";
import { FileClaim } from "../../src/file/file-claim.ts";
import { fileStore } from "../../src/file/index.ts";
import { Reservation } from "../../src/file/reservation.ts";
import { type Linked, StoreFiles } from "../../src/file/store-files.ts";
import { gate } from "../strict-endpoint.ts";
import { claimant, lease, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** A lease that expires at once. */
const over = { duration: -1 };
const recordBy = (revision: number, by: string) => ({
  revision,
  tokens: { accessToken: `a${revision}${by}`, refreshToken: `r${revision}${by}` },
  obtainedAt: 1,
});

type SystemCall = "link" | "rename" | "pwrite";

/** A process that is suspended just before a system call. */
class Suspended extends StoreFiles {
  readonly reached = gate();
  readonly resumed = gate();
  readonly #before: SystemCall;

  constructor(before: SystemCall) {
    super(store.path);
    this.#before = before;
  }

  override async link(name: string, second: string): Promise<Linked> {
    await this.#suspend("link");
    return super.link(name, second);
  }

  override async publish(name: string): Promise<void> {
    await this.#suspend("rename");
    return super.publish(name);
  }

  override async rewrite(...change: Parameters<StoreFiles["rewrite"]>): Promise<void> {
    await this.#suspend("pwrite");
    return super.rewrite(...change);
  }

  async #suspend(before: SystemCall): Promise<void> {
    if (before !== this.#before) return;
    this.reached.open();
    await this.resumed.passed;
  }
}

/** A claim whose holder is suspended during a commit or an extension. */
async function suspendedClaim(revision: number, before: SystemCall) {
  const claimed = await fileStore(store.path).claim(revision, over);
  const process = new Suspended(before);
  const reservation = await Reservation.make(process, revision + 1, crypto.randomUUID());
  const path = store.beside(`${revision}.1.claim`);
  const entry = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...entry, reservation: reservation.id }));
  const attempt = {
    number: 1,
    claimant: { ...claimant(store.path), files: process, revision, lease: over.duration },
    startedAt: Number(entry.startedAt),
    abandoned: undefined,
    reservation,
    others: [],
  };
  const unlock = async () => claimed?.release();
  const claim = new FileClaim(attempt, unlock);
  return { claim, process };
}

describe("P1: a claim that was taken over", () => {
  test("does not release the revision", async () => {
    const first = await fileStore(store.path).claim(0, over);
    const second = await fileStore(store.path).claim(0, lease);
    await first?.release();
    expect(await fileStore(store.path).claim(0, lease)).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("and then released, does not stop a third process from taking over the second claim", async () => {
    const first = await fileStore(store.path).claim(0, over);
    await fileStore(store.path).claim(0, over);
    await first?.release();
    const third = await fileStore(store.path).claim(0, lease);
    expect(third?.abandoned).toMatchObject({ revision: 0 });
    expect(await third?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("and then released, cannot be won by a process that listed the journal before", async () => {
    const first = await fileStore(store.path).claim(0, over);
    const second = await fileStore(store.path).claim(0, lease);
    await first?.release();
    const lookedBefore = attemptClaim(claimant(store.path), 1);
    expect(await lookedBefore).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("and then released and claimed again, is not taken over by a process that saw the old claim abandoned", async () => {
    const again = await fileStore(store.path).claim(0, lease);
    const sawAbandoned = attemptClaim(claimant(store.path), 2);
    expect(await sawAbandoned).toBeUndefined();
    expect(await again?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("by a process that died before it confirmed its attempt, is still active", async () => {
    const first = await fileStore(store.path).claim(0, lease);
    const entry = JSON.parse(await readFile(store.beside("0.1.claim"), "utf8"));
    const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
    await writeFile(store.beside("0.2.claim"), JSON.stringify(dead));
    expect(await fileStore(store.path).claim(0, lease)).toBeUndefined();
    expect(await first?.commit(record(1))).toBe(true);
  });

  test("loses no record: the process that takes over commits it", async () => {
    await store.commit(1);
    const { claim, process } = await suspendedClaim(1, "link");
    const committed = claim.commit(record(2));
    await process.reached.passed;
    expect(await fileStore(store.path).claim(1, over)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
    process.resumed.open();
    expect(await committed).toBe(false);
    expect(await fileStore(store.path).read()).toEqual(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("still commits a reply that arrives afterwards, because no other process has the new token", async () => {
    await store.commit(1);
    const first = await fileStore(store.path).claim(1, over);
    const second = await fileStore(store.path).claim(1, lease);
    first?.journal?.(record(2));
    expect(await first?.commit(record(2))).toBe(true);
    expect(await second?.commit(recordBy(2, "late"))).toBe(false);
    expect(await fileStore(store.path).read()).toEqual(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("during an extension, is reported as lost", async () => {
    const { claim: first, process } = await suspendedClaim(0, "pwrite");
    const extended = first.extend();
    await process.reached.passed;
    const second = await fileStore(store.path).claim(0, lease);
    process.resumed.open();
    expect(await extended).toBe(false);
    expect(await fileStore(store.path).claim(0, lease)).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("ends only after the commit that was decided first is complete", async () => {
    await store.commit(1);
    const { claim: first, process } = await suspendedClaim(1, "rename");
    const second = await fileStore(store.path).claim(1, over);
    const committed = first.commit(record(2));
    await process.reached.passed;
    expect(await second?.commit(recordBy(2, "late"))).toBe(false);
    expect(await fileStore(store.path).read()).toEqual(record(2));
    process.resumed.open();
    expect(await committed).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });
});

describe("P1: a claim that ends while it is extended", () => {
  test("by its commit, leaves no file behind", async () => {
    const { claim, process } = await suspendedClaim(0, "pwrite");
    const extended = claim.extend();
    await process.reached.passed;
    expect(await claim.commit(record(1))).toBe(true);
    process.resumed.open();
    expect(await extended).toBe(false);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("by its release, passes to the next claimant, and the extension does not affect that one", async () => {
    const { claim, process } = await suspendedClaim(0, "pwrite");
    const extended = claim.extend();
    await process.reached.passed;
    await claim.release();
    const next = await fileStore(store.path).claim(0, lease);
    expect(next?.abandoned).toBeUndefined();
    const written = await readFile(store.beside("0.1.claim"), "utf8");
    process.resumed.open();
    expect(await extended).toBe(false);
    expect(await readFile(store.beside("0.1.claim"), "utf8")).toBe(written);
    expect(await next?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });
});

describe("P3: a commit that another process has completed", () => {
  test("does not publish a file that another process has created under the same name", async () => {
    await store.commit(1);
    const { claim, process } = await suspendedClaim(1, "rename");
    const committed = claim.commit(record(2));
    await process.reached.passed;
    expect(await fileStore(store.path).claim(1, over)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
    // A second process that claimed revision 1 and was suspended as well.
    await rm(store.beside("2.commit"), { force: true });
    await writeFile(
      store.beside("2.commit"),
      JSON.stringify({ format: 1, ...recordBy(2, "late") }),
    );
    process.resumed.open();
    expect(await committed).toBe(true);
    expect(await fileStore(store.path).read()).toEqual(record(2));
    await store.commit(3);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("is completed from either of its two names if a power failure left only one", async () => {
    await store.commit(1);
    const { claim, process } = await suspendedClaim(1, "rename");
    void claim.commit(record(2));
    await process.reached.passed;
    for (const name of await store.names()) {
      if (/\b2\..{36}\.commit$/.test(name)) await rm(join(store.folder, name));
    }
    expect(await fileStore(store.path).claim(1, over)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
  });
});
