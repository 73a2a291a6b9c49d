import type { Counters } from "./counters.ts";
import type { ClientRegistration, Dialect } from "./dialects/dialect.ts";
import { dialectOf } from "./dialects/dialects.ts";
import { ProofGuard } from "./dpop/proof-guard.ts";
import { FaultQueue } from "./fault-queue.ts";
import { TokenLedger } from "./ledger/token-ledger.ts";
import { createMint } from "./ledger/token-mint.ts";
import { type ProviderOptions, type ProviderSettings, withOptions } from "./options.ts";
import type { ProviderName } from "./provider-name.ts";
import { RequestLog } from "./request-log.ts";

/** One provider of a running server: its dialect, its tokens, and the requests that it received. */
export class Provider {
  readonly name: ProviderName;
  readonly client: ClientRegistration;
  readonly dialect: Dialect;
  readonly ledger: TokenLedger;
  readonly faults = new FaultQueue();
  readonly revocationFaults = new FaultQueue();
  readonly requests = new RequestLog();
  readonly proofs = new ProofGuard(() => this.#settings);
  /** The counters of the endpoints; the ledger has the others. */
  readonly traffic = { tokenRequests: 0, resourceRequests: 0, accepted: 0, unauthorized: 0 };
  #settings: ProviderSettings;

  constructor(name: ProviderName, client: ClientRegistration, settings: ProviderSettings) {
    this.name = name;
    this.client = client;
    this.dialect = dialectOf(name);
    this.ledger = new TokenLedger(() => Date.now(), createMint(this.dialect.formats));
    this.#settings = settings;
  }

  /** The current settings. */
  get settings(): ProviderSettings {
    return this.#settings;
  }

  /** A copy of the counters. */
  get counters(): Counters {
    return { ...this.traffic, ...this.ledger.counts };
  }

  /** Changes some settings for later requests. */
  configure(options: ProviderOptions): void {
    this.#settings = withOptions(options, this.#settings);
  }
}
