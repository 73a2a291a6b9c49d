import type { TokenSet } from "@refresh-once/core";
import type { VirtualClock } from "./clock.ts";
import type { Answer } from "./history.ts";
import type { ServerPlan } from "./plan.ts";
import { wallTime } from "./virtual-time.ts";

/** Where a refresh token stands: one login's tokens follow each other. */
export interface Place {
  readonly login: number;
  readonly index: number;
  /** Whether it is one of the operator's two logins. */
  readonly isSeed: boolean;
}

interface Issued {
  readonly login: Login;
  spent?: { readonly at: number; readonly tokens: Rotated };
}

/** What has become of one request. */
export interface Exchange {
  readonly answer: Answer;
  readonly tokens?: Rotated;
}

type Rotated = TokenSet & { readonly refreshToken: string };

interface Login {
  readonly number: number;
  isDead: boolean;
  rotations: number;
}

/** Each refresh token works once; one that comes again after the grace revokes all of its login. */
export class AuthorizationServer {
  readonly #clock: VirtualClock;
  readonly #plan: ServerPlan;
  readonly #issued = new Map<string, Issued>();
  readonly #logins: Login[] = [];

  constructor(clock: VirtualClock, plan: ServerPlan) {
    this.#clock = clock;
    this.#plan = plan;
  }

  /** Somebody logs in; returns the first refresh token. */
  login(): string {
    const login = { number: this.#logins.length, isDead: false, rotations: 0 };
    this.#logins.push(login);
    return this.#issue(login);
  }

  /** Somebody withdraws the consent. */
  revoke(refreshToken: string): void {
    const issued = this.#issued.get(refreshToken);
    if (issued) issued.login.isDead = true;
  }

  /** Whether it works. */
  isLive(refreshToken: string): boolean {
    const issued = this.#issued.get(refreshToken);
    return issued !== undefined && !issued.login.isDead && !issued.spent;
  }

  exchange(refreshToken: string): Exchange {
    const issued = this.#issued.get(refreshToken);
    if (!issued || issued.login.isDead) return { answer: "refused" };
    const { login, spent } = issued;
    if (!spent) return { answer: "rotated", tokens: this.#rotate(issued) };
    const { tokens } = spent;
    const isGraceful = this.#clock.now - spent.at < this.#plan.grace;
    if (isGraceful && this.isLive(tokens.refreshToken)) return { answer: "repeated", tokens };
    login.isDead = true;
    return { answer: "reuse" };
  }

  #rotate(issued: Issued): Rotated {
    const clock = this.#clock;
    const { login } = issued;
    login.rotations++;
    const { lifetime } = this.#plan;
    const tokens = {
      accessToken: `a${login.number}-${login.rotations}`,
      refreshToken: this.#issue(login),
      ...(lifetime !== undefined && { expiresAt: wallTime(clock) + lifetime }),
    };
    issued.spent = { at: clock.now, tokens };
    return tokens;
  }

  #issue(login: Login): string {
    const refreshToken = `r${login.number}-${login.rotations}`;
    this.#issued.set(refreshToken, { login });
    return refreshToken;
  }
}

/** Where a refresh token stands, as its name says. */
export function placeOf(refreshToken: string): Place {
  const [login = "", index = ""] = refreshToken.slice(1).split("-");
  return { login: Number(login), index: Number(index), isSeed: Number(login) < 2 };
}
