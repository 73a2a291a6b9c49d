import { TokenError } from "../errors/index.ts";
import type { Claim, LeasedClaim } from "../store/index.ts";
import { backgroundTimer, stopwatch } from "../time/index.ts";

/** Several heartbeats may fail or be late before the lease expires. */
const heartbeatsPerLease = 6;

/** A request under a claim, which is aborted if the claim is lost. */
export interface AbortableRequest {
  abort(reason: Error): void;
}

/** A claim that this process holds. It extends the lease of the claim by a heartbeat during a request. */
export class HeldClaim {
  readonly claim: Claim;
  readonly #lease: number;
  #elapsed: () => number;
  #isLost = false;
  #isSending = false;
  #stopHeartbeat = () => {};

  /** @param elapsed the time since the claim was requested, in ms */
  constructor({ claim, lease }: LeasedClaim, elapsed: () => number) {
    this.claim = claim;
    this.#lease = lease;
    this.#elapsed = elapsed;
  }

  /** Whether another process may have taken over: this process was suspended for longer than its lease. */
  get mayBeLost(): boolean {
    return this.#isLost || this.#elapsed() > this.#lease;
  }

  /** Whether another process has taken over, or was able to do so before anything was sent. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Whether a request is in progress. */
  get isSending(): boolean {
    return this.#isSending;
  }

  /** Marks the start of a request. From now on, the lease is extended, if the store supports that. */
  startRequest(request: AbortableRequest): void {
    this.#isSending = true;
    if (this.claim.extend) this.#scheduleHeartbeat(request);
  }

  /** Marks the end of a request. */
  endRequest(): void {
    this.#isSending = false;
    this.#stopHeartbeat();
  }

  /** Aborts the request: another process may have used the refresh token, so it must not be sent now. */
  lose(request: AbortableRequest): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#stopHeartbeat();
    request.abort(new TokenError("timeout", "another process has taken over the refresh"));
  }

  /**
   * Restarts the lease.
   *
   * @returns `false` if another process has taken over, or the store cannot extend leases
   */
  async extend(): Promise<boolean> {
    const elapsed = stopwatch();
    const isHeld = (await this.claim.extend?.()) === true;
    if (isHeld) this.#elapsed = elapsed;
    return isHeld;
  }

  #scheduleHeartbeat(request: AbortableRequest): void {
    this.#stopHeartbeat = backgroundTimer(this.#lease / heartbeatsPerLease, () => {
      this.#scheduleHeartbeat(request);
      this.extend().then(
        (isHeld) => {
          if (!isHeld) this.#loseSoon(request);
        },
        // The store may work again at the next heartbeat.
        () => {},
      );
    });
  }

  /** A process that was suspended may find the response in its socket, and must read it before the abort. */
  #loseSoon(request: AbortableRequest): void {
    this.#stopHeartbeat();
    this.#stopHeartbeat = backgroundTimer(0, () => this.lose(request));
  }
}
