const channelName = "refresh-once";

/** Waits for changes of one account. */
interface Listener {
  readonly key: string;
  readonly changed: () => void;
}

/**
 * Tells all contexts of the origin that an account has changed. A message contains the key of the account and
 * nothing else: every script of the origin can read it.
 */
export class ChangeChannel {
  readonly #listeners = new Set<Listener>();
  #channel: BroadcastChannel | undefined;

  /** Calls `changed` after each change of the account. Returns a function that ends this. */
  listen(key: string, changed: () => void): () => void {
    const listener = { key, changed };
    this.#listeners.add(listener);
    this.open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  announce(key: string): void {
    const channel = this.#channel ?? new BroadcastChannel(channelName);
    channel.postMessage(key);
    if (channel !== this.#channel) channel.close();
    // A channel does not deliver a message to itself.
    this.#notify(key);
  }

  /** Opens the channel if somebody listens. */
  open(): void {
    if (this.#channel || this.#listeners.size === 0) return;
    this.#channel = new BroadcastChannel(channelName);
    this.#channel.onmessage = ({ data }) => this.#notify(data);
  }

  /** Closes the channel but keeps the listeners. */
  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Messages were missed while the channel was closed. */
  notifyAll(): void {
    for (const { changed } of [...this.#listeners]) changed();
  }

  #notify(key: unknown): void {
    for (const listener of [...this.#listeners]) if (listener.key === key) listener.changed();
  }
}
