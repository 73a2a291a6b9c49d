import { adapterView } from "@refresh-once/core/adapter";
import type { TokenRecord } from "@refresh-once/core/store";
import type { Trouble } from "./history.ts";
import type { What } from "./plan.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import { call, type Wish } from "./users.ts";
import type { World } from "./world.ts";

/** Lets something happen to a process: a trouble at once, a user's wish when it is awake. */
export function happen(world: World, process: SimulatedProcess, what: What): void {
  const trouble = troubleOf(what);
  if (trouble && !isSwitch(trouble)) world.observer.trouble(trouble, process.name);
  const wish = () => {
    const wanted = wishOf(world, process, what);
    if (wanted) call(world, process, wanted);
    if (what.kind === "login" && what.isBusy) call(world, process, get);
  };
  if (trouble && trouble !== "clear") befall(world, process, what);
  else world.clock.after(0, process, wish);
}

function troubleOf({ kind }: What): Trouble | undefined {
  return isWish(kind) ? undefined : kind;
}

/** The world tells of these, as it does not let the next one come too soon. */
function isSwitch(trouble: Trouble): boolean {
  return trouble === "gone back" || trouble === "begun anew";
}

function isWish(kind: What["kind"]): kind is "get" | "fresh" | "renew" | "cool" | "login" {
  return ["get", "fresh", "renew", "cool", "login"].includes(kind);
}

const get: Wish = { kind: "get", ask: (tokens) => tokens.get() };

/** What a user wants; `undefined` where no user has to do with it. */
function wishOf({ server }: World, { given }: SimulatedProcess, what: What): Wish | undefined {
  const { kind } = what;
  switch (kind) {
    case "get":
    case "fresh":
    case "renew": {
      const fresh = kind === "fresh";
      const { abortAfter } = what;
      return kind === "renew" && given
        ? { kind, abortAfter, ask: (tokens, signal) => tokens.renew(given, { signal }) }
        : { kind, abortAfter, ask: (tokens, signal) => tokens.get({ signal, fresh }) };
    }
    case "cool":
      return (
        given && {
          kind,
          ask: (tokens) => Promise.resolve(adapterView(tokens).coolDown(given)).then(nothing),
        }
      );
    case "login": {
      const refreshToken = server.login();
      return { kind, ask: (tokens) => tokens.set({ refreshToken }).then(nothing) };
    }
    case "clear":
      return { kind, ask: (tokens) => tokens.clear().then(nothing) };
    default:
      return undefined;
  }
}

function nothing(): undefined {
  return undefined;
}

function befall(world: World, process: SimulatedProcess, what: What): void {
  const { ledger, server } = world;
  switch (what.kind) {
    case "revoked":
      server.revoke(ledger.record?.tokens?.refreshToken ?? "");
      break;
    case "crash":
      process.isGone = true;
      world.restart(process, what.restartAfter);
      break;
    case "suspend":
      process.suspend(what.ms, what.readsFirst);
      break;
    case "sleep":
      process.sleep(what.ms, what.readsFirst);
      break;
    case "clock":
      process.clockAhead += what.by;
      break;
    case "gone back":
      world.switchStore(what.kind, (store) => store.goBack(what.by));
      break;
    case "begun anew":
      beginAnew(world);
  }
}

/**
 * By a program that is given the same seeds as the others. A store that has grown from other seeds would be
 * taken for one whose operator supplies new ones.
 */
function beginAnew(world: World): void {
  const { seeds = [] } = world.ledger.record ?? {};
  const record: TokenRecord = {
    revision: 1,
    tokens: { accessToken: "", refreshToken: world.server.login() },
    obtainedAt: 0,
    seeds: [...new Set([world.firstSeed, ...seeds])],
    epochs: [`anew${world.nextCall()}`],
  };
  world.switchStore("begun anew", (store) => store.beginAnew(record));
}
