import { TokenError } from "../errors/index.ts";
import type { Claim, LeasedClaim } from "../store/index.ts";
import { backgroundTimer, stopwatch } from "../time/index.ts";

/** Several heartbeats may fail, or come late, before the lease is over. */
const beatsPerLease = 6;

/** The request that is sent under a claim. */
export interface HeldRequest {
  abort(reason: Error): void;
}

/** A claim that this process has won, and the lease that it keeps alive while it waits for an answer. */
export class HeldClaim {
  readonly claim: Claim;
  readonly #lease: number;
  #elapsed: () => number;
  #isLost = false;
  #isSending = false;
  #stop = () => {};

  /** @param elapsed since before the claim was asked for, ms */
  constructor({ claim, lease }: LeasedClaim, elapsed: () => number) {
    this.claim = claim;
    this.#lease = lease;
    this.#elapsed = elapsed;
  }

  /** Somebody else may have taken over: this process was suspended for longer than its lease. */
  get isOver(): boolean {
    return this.#isLost || this.#elapsed() > this.#lease;
  }

  /** Somebody else has taken over, or is free to do so while nothing was sent. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether its request is underway. */
  get isSending(): boolean {
    return this.#isSending;
  }

  /** A request begins: its lease is extended again and again until it {@link ends}, if the store can. */
  begins(request: HeldRequest): void {
    this.#isSending = true;
    if (this.claim.extend) this.#beatLater(request);
  }

  /** The request has ended. */
  ends(): void {
    this.#isSending = false;
    this.#stop();
  }

  #beatLater(request: HeldRequest): void {
    this.#stop = backgroundTimer(this.#lease / beatsPerLease, () => {
      this.#beatLater(request);
      this.#beat().then(
        (isHeld) => {
          if (!isHeld) this.lose(request);
        },
        // The store may be back at the next heartbeat.
        () => {},
      );
    });
  }

  /** Whoever has taken over, or is free to do so, may have spent the token: it must not be sent now. */
  lose(request: HeldRequest): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#stop();
    request.abort(new TokenError("timeout", "another process has taken over the refresh"));
  }

  async #beat(): Promise<boolean> {
    const elapsed = stopwatch();
    const isHeld = (await this.claim.extend?.()) === true;
    if (isHeld) this.#elapsed = elapsed;
    return isHeld;
  }
}
