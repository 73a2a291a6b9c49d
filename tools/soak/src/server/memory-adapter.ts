import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

interface Row {
  readonly payload: AdapterPayload;
  /** Epoch ms. */
  readonly endsAt: number;
}

/**
 * Where the authorization server keeps its models. Unlike the library's own, it forgets no spent
 * refresh token, however many there are: each must be known when it is seen again.
 */
export function memoryAdapter(): AdapterFactory {
  const rows = new Map<string, Row>();
  return (model) => new MemoryAdapter(model, rows);
}

class MemoryAdapter implements Adapter {
  readonly #model: string;
  readonly #rows: Map<string, Row>;

  constructor(model: string, rows: Map<string, Row>) {
    this.#model = model;
    this.#rows = rows;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn = Infinity): Promise<void> {
    this.#rows.set(this.#key(id), { payload, endsAt: Date.now() + 1000 * expiresIn });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.#rows.get(this.#key(id));
    if (!row || Date.now() < row.endsAt) return row?.payload;
    this.#rows.delete(this.#key(id));
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#rows.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.#rows) {
      if (payload.grantId === grantId && key.startsWith(this.#key(""))) this.#rows.delete(key);
    }
  }

  /** Of sessions, which there are none of: nobody logs in by a browser. */
  async findByUid(): Promise<undefined> {}

  /** Of device codes, which there are none of. */
  async findByUserCode(): Promise<undefined> {}

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}
