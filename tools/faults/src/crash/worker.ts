import { closeSync, openSync } from "node:fs";
import {
  createTokenManager,
  isTokenError,
  type TokenManager,
  type TokenSet,
} from "@refresh-once/core";
import { fileStore } from "@refresh-once/core/file";
import { jobOf, onOrder } from "@refresh-once/processes/in-worker";
import { oroBank } from "@refresh-once/providers";
import { Holding } from "./holding.ts";
import {
  type Command,
  isCommand,
  isJob,
  type Job,
  type Settled,
  type WorkerMessage,
} from "./protocol.ts";
import { RunningTime } from "./running-time.ts";

/**
 * Longer than a busy machine takes for anything, so that callers and requests end by their deadlines only where a test
 * wants it; ms.
 */
const patience = 600_000;

/** A process of its own that does what it is told, one command after the other. */
const first = jobOf(isJob);

const runningTime = new RunningTime();
const holding = new Holding(() => say({ kind: "held" }));
let manager = open(first);
let tokens: TokenSet | undefined;
let taken: number[] = [];

function open({ target, path, seed, refreshDeadline = patience }: Job): TokenManager {
  return createTokenManager({
    ...(seed && { seed }),
    refreshDeadline,
    sendDeadline: patience,
    refresh: holding.refresh(oroBank({ url: target.tokenUrl })),
    store: holding.store(fileStore(path)),
  });
}

function say(message: WorkerMessage): void {
  process.send?.(message);
}

async function settle(what: "get" | "renew"): Promise<Settled> {
  const start = runningTime.now();
  const outcome = await attempt(what);
  const unsaved = manager.unsaved?.refreshToken;
  return { kind: "settled", ms: runningTime.now() - start, ...outcome, unsaved };
}

async function attempt(what: "get" | "renew"): Promise<Partial<Settled>> {
  try {
    tokens = await (tokens && what === "renew" ? manager.renew(tokens) : manager.get());
    const { accessToken, refreshToken } = tokens;
    return { accessToken, refreshToken };
  } catch (error) {
    return { code: isTokenError(error) ? error.code : "unknown", message: String(error) };
  }
}

/** Two processes that wait for the same moment so go on together, as no timer would let them. */
function spinUntil(time: number): void {
  while (performance.timeOrigin + performance.now() < time) {}
}

function exhaust(): void {
  try {
    for (;;) taken.push(openSync("/dev/null", "r"));
  } catch {
    // There are no more: that is what was wanted.
  }
}

function free(): void {
  for (const descriptor of taken) closeSync(descriptor);
  taken = [];
}

async function obey(command: Command): Promise<WorkerMessage> {
  switch (command.do) {
    case "go":
      holding.go();
      return { kind: "done" };
    case "open":
      tokens = undefined;
      await manager.close();
      manager = open({ ...first, ...command });
      return { kind: "done" };
    case "exhaust":
      exhaust();
      return { kind: "done" };
    case "free":
      free();
      return { kind: "done" };
    default:
      if (command.hold) holding.next(command.hold);
      if (command.at !== undefined) spinUntil(command.at);
      return settle(command.do);
  }
}

onOrder(isCommand, async (command) => say(await obey(command)));
say({ kind: "ready", pid: process.pid });
