import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { takeTurn } from "../../src/file/claim-attempt.ts";
import { FileClaim } from "../../src/file/file-claim.ts";
import { fileStore } from "../../src/file/index.ts";
import { Reservation } from "../../src/file/reservation.ts";
import { type Linked, StoreFiles } from "../../src/file/store-files.ts";
import { gate } from "../strict-endpoint.ts";
import { claimant, lease, record, useStoreFolder } from "./store-folder.ts";

const store = useStoreFolder();

/** A claim of this is over at once. */
const over = { duration: -1 };
const recordBy = (revision: number, by: string) => ({
  revision,
  tokens: { accessToken: `a${revision}${by}`, refreshToken: `r${revision}${by}` },
  obtainedAt: 1,
});

type SystemCall = "link" | "rename" | "pwrite";

/** A process that is suspended right before a system call. */
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

/** The claim of somebody who has it, and is suspended in its commit or while it extends it. */
async function suspendedClaim(revision: number, before: SystemCall) {
  const claimed = await fileStore(store.path).claim(revision, over);
  const process = new Suspended(before);
  const reservation = await Reservation.make(process, revision + 1, crypto.randomUUID());
  const path = store.beside(`${revision}.1.claim`);
  const entry = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...entry, reservation: reservation.id }));
  const turn = {
    number: 1,
    claimant: { ...claimant(), revision, lease: over.duration },
    startedAt: Number(entry.startedAt),
    abandoned: undefined,
    reservation,
    others: [],
  };
  const unlock = async () => claimed?.release();
  const claim = new FileClaim({ files: process, revision, turn, unlock });
  return { claim, process };
}

describe("P1: a claim that was taken over", () => {
  test("does not free the revision by its release", async () => {
    const first = await fileStore(store.path).claim(0, over);
    const second = await fileStore(store.path).claim(0, lease);
    await first?.release();
    expect(await fileStore(store.path).claim(0, lease)).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("and released, leaves the one that took over to be taken over itself", async () => {
    const first = await fileStore(store.path).claim(0, over);
    await fileStore(store.path).claim(0, over);
    await first?.release();
    const third = await fileStore(store.path).claim(0, lease);
    expect(third?.abandoned).toMatchObject({ revision: 0 });
    expect(await third?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("and released, frees its turn for nobody who looked before", async () => {
    const first = await fileStore(store.path).claim(0, over);
    const second = await fileStore(store.path).claim(0, lease);
    await first?.release();
    const lookedBefore = takeTurn(new StoreFiles(store.path), claimant(), 1);
    expect(await lookedBefore).toBeUndefined();
    expect(await second?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("and released, and claimed again, stands for those who saw it abandoned", async () => {
    const again = await fileStore(store.path).claim(0, lease);
    const sawAbandoned = takeTurn(new StoreFiles(store.path), claimant(), 2);
    expect(await sawAbandoned).toBeUndefined();
    expect(await again?.commit(record(1))).toBe(true);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("by somebody who died before it saw that it stands, still stands", async () => {
    const first = await fileStore(store.path).claim(0, lease);
    const entry = JSON.parse(await readFile(store.beside("0.1.claim"), "utf8"));
    const dead = { ...entry, holder: { ...entry.holder, started: "1" } };
    await writeFile(store.beside("0.2.claim"), JSON.stringify(dead));
    expect(await fileStore(store.path).claim(0, lease)).toBeUndefined();
    expect(await first?.commit(record(1))).toBe(true);
  });

  test("loses nothing that it was about to commit: whoever takes over commits it", async () => {
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

  test("still commits a reply that came after that: nobody else knows the new token", async () => {
    await store.commit(1);
    const first = await fileStore(store.path).claim(1, over);
    const second = await fileStore(store.path).claim(1, lease);
    first?.journal?.(record(2));
    expect(await first?.commit(record(2))).toBe(true);
    expect(await second?.commit(recordBy(2, "late"))).toBe(false);
    expect(await fileStore(store.path).read()).toEqual(record(2));
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("while it is extended, is known to be lost", async () => {
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

  test("is not given up before the commit that came first is at its end", async () => {
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
  test("by its commit, leaves nothing", async () => {
    const { claim, process } = await suspendedClaim(0, "pwrite");
    const extended = claim.extend();
    await process.reached.passed;
    expect(await claim.commit(record(1))).toBe(true);
    process.resumed.open();
    expect(await extended).toBe(false);
    expect(await store.names()).toEqual(["tokens.json"]);
  });

  test("by its release, is free for the next, who is not taken for it", async () => {
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

describe("P3: a commit that others have brought to its end", () => {
  test("does not put into the file what has its name by now", async () => {
    await store.commit(1);
    const { claim, process } = await suspendedClaim(1, "rename");
    const committed = claim.commit(record(2));
    await process.reached.passed;
    expect(await fileStore(store.path).claim(1, over)).toBeUndefined();
    expect(await fileStore(store.path).read()).toEqual(record(2));
    // Somebody else who had claimed revision 1, and was away as well.
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

  test("is decided by one of its two names where a power failure has left no more", async () => {
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
