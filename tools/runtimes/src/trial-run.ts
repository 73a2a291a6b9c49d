import { setTimeout } from "node:timers/promises";
import {
  type AuthorizationServer,
  type Counters,
  startAuthorizationServer,
} from "@refresh-once/testing";
import type { CaseName, Facts, Step, Target, Trial } from "../scenario/protocol.ts";
import { type Door, openDoor } from "./door.ts";
import { Gate } from "./gate.ts";
import { judge } from "./judge.ts";
import { problemWithProofs } from "./proofs.ts";

/** What became of one trial. */
export interface Verdict {
  readonly trial: Trial;
  /** What was not as it should have been. */
  readonly failure?: string;
}

const provider = "rfc6749";

/** Every request needs a proof, with the newest nonce. */
const bound = { dpop: "required", dpopNonces: "both" } as const;

const boundCases: readonly CaseName[] = [
  "a storm with bound tokens",
  "a storm with tokens bound to an Ed25519 key",
];

function isAboutProofs({ name }: Trial): boolean {
  return boundCases.includes(name);
}

/** A step for which nothing has to come first. */
type ImmediateStep = "expire" | "revoke" | "change nonces" | "hang" | "meet";

/** One trial over an authorization server of its own, whose counts begin at 0. */
export class TrialRun {
  readonly trial: Trial;
  readonly target: Target;
  readonly server: AuthorizationServer;
  readonly #doors: readonly Door[];
  #isOver = false;
  #met: Gate<void> | undefined;

  private constructor(trial: Trial, server: AuthorizationServer, doors: readonly Door[]) {
    const [own, other] = doors.map(({ origin }) => origin);
    const { origin, client, otherOrigin } = server;
    const behind = (url: string) => (own ? url.replace(origin, own) : url);
    this.trial = trial;
    this.server = server;
    this.#doors = doors;
    this.target = {
      tokenUrl: behind(server.tokenUrl(provider)),
      resourceUrl: behind(server.resourceUrl(provider)),
      foreignUrl: other ?? otherOrigin,
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      login: server.issueTokens(provider),
    };
  }

  /** @param isPage whether what runs it is held to the rules of browsers about origins */
  static async begin(trial: Trial, isPage: boolean): Promise<TrialRun> {
    const isBound = isAboutProofs(trial);
    const server = await startAuthorizationServer(isBound ? bound : {});
    const { origin, otherOrigin } = server;
    const isBehindDoors = isPage || isBound;
    const doors = isBehindDoors ? await Promise.all([origin, otherOrigin].map(openDoor)) : [];
    return new TrialRun(trial, server, doors);
  }

  /** Resolves when it is done. */
  async step(step: Step): Promise<void> {
    if (step === "expire") this.server.expireAccessTokens();
    else if (step === "revoke") this.server.revokeRefreshTokens();
    else if (step === "change nonces") this.server.changeDpopNonces();
    else if (step === "hang") this.server.fault(provider, { kind: "hang" });
    else if (step === "meet") await this.#meet();
    else await this.#seen(step);
  }

  #seen(step: Exclude<Step, ImmediateStep>): Promise<void> {
    if (step === "refresh sent") return this.until(({ tokenRequests }) => tokenRequests >= 1);
    if (step === "two callers wait") {
      return this.until(
        ({ unauthorized, tokenRequests }) => unauthorized >= 2 && tokenRequests >= 1,
      );
    }
    return this.until(({ unauthorized, refreshes }) => unauthorized >= 2 && refreshes >= 1);
  }

  /**
   * Waits for what the server counts, while the trial goes on.
   *
   * @throws {Error} when that does not come in 15 s, longer than any refresh takes
   */
  async until(isSo: (counters: Counters) => boolean): Promise<void> {
    const end = performance.now() + 15_000;
    while (!this.#isOver && !isSo(this.server.counters())) {
      if (performance.now() > end)
        throw new Error(`waited in vain at ${JSON.stringify(this.server.counters())}`);
      await setTimeout(5);
    }
  }

  async end(facts: Facts): Promise<Verdict> {
    const { trial, server } = this;
    this.#isOver = true;
    const failure = judge(trial, server, facts) ?? this.#problemWithProofs();
    for (const door of this.#doors) await door[Symbol.asyncDispose]();
    await server.close();
    return { trial, ...(failure !== undefined && { failure }) };
  }

  #problemWithProofs(): string | undefined {
    if (!isAboutProofs(this.trial)) return undefined;
    return problemWithProofs(
      this.#doors.flatMap(({ requests }) => requests),
      new URL(this.target.tokenUrl).pathname,
    );
  }

  /** The second one who comes finds the first one waiting. */
  async #meet(): Promise<void> {
    if (this.#met) {
      this.server.expireAccessTokens();
      this.#met.open();
      this.#met = undefined;
      return;
    }
    this.#met = new Gate();
    await this.#met.passed;
  }
}
