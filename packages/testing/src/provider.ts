import type { Counters } from "./counters.ts";
import type { ClientRegistration, Dialect } from "./dialects/dialect.ts";
import { dialects } from "./dialects/dialects.ts";
import { FaultQueue } from "./fault-queue.ts";
import { TokenLedger } from "./ledger/token-ledger.ts";
import { createMint } from "./ledger/token-mint.ts";
import { type ProviderOptions, type ProviderSettings, withOptions } from "./options.ts";
import type { ProviderName } from "./provider-name.ts";
import { RequestLog } from "./request-log.ts";

/** One provider of a running server: its dialect, its tokens, and what it has seen. */
export class Provider {
  readonly name: ProviderName;
  readonly client: ClientRegistration;
  readonly dialect: Dialect;
  readonly ledger: TokenLedger;
  readonly faults = new FaultQueue();
  readonly revocationFaults = new FaultQueue();
  readonly requests = new RequestLog();
  /** What is counted by the endpoints; the ledger counts the rest. */
  readonly traffic = { tokenRequests: 0, resourceRequests: 0, accepted: 0, unauthorized: 0 };
  #settings: ProviderSettings;

  constructor(name: ProviderName, client: ClientRegistration, settings: ProviderSettings) {
    this.name = name;
    this.client = client;
    this.dialect = dialects[name];
    this.ledger = new TokenLedger(() => Date.now(), createMint(this.dialect.formats));
    this.#settings = settings;
  }

  /** What holds at this moment. */
  get settings(): ProviderSettings {
    return this.#settings;
  }

  /** A snapshot. */
  get counters(): Counters {
    return { ...this.traffic, ...this.ledger.counts };
  }

  /** Changes some settings for what happens from now on. */
  configure(options: ProviderOptions): void {
    this.#settings = withOptions(options, this.#settings);
  }
}
