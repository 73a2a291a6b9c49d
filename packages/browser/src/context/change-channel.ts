import { processWide } from "@refresh-once/core/store";
import { closeAtRest } from "./page-rest.ts";

const channelName = "refresh-once";

/** The time of a change, in epoch ms. */
type ChangeListener = (at: number) => void;

interface Listener {
  readonly topic: string;
  readonly changed: ChangeListener;
}

/** It names what has changed, and nothing else: every script of the origin can read it. */
interface ChangeMessage {
  readonly topic: string;
  readonly at: number;
}

/** Returns the channel of this tab, frame or worker. */
export function changeChannel(): ChangeChannel {
  return processWide("change-channel", () => {
    const channel = new ChangeChannel();
    closeAtRest(channel);
    return channel;
  });
}

/** Tells all contexts of the origin that something has changed. */
class ChangeChannel {
  readonly #listeners = new Set<Listener>();
  #channel: BroadcastChannel | undefined;

  /** Calls `changed` after each change of a topic. Returns a function that ends this. */
  listen(topic: string, changed: ChangeListener): () => void {
    const listener = { topic, changed };
    this.#listeners.add(listener);
    this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  announce(topic: string): void {
    const message: ChangeMessage = { topic, at: Date.now() };
    const channel = this.#channel ?? new BroadcastChannel(channelName);
    channel.postMessage(message);
    if (channel !== this.#channel) channel.close();
    // A channel does not deliver a message to itself.
    this.#notify(message);
  }

  /** Closes the channel, but keeps the listeners for when it is opened again. */
  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Opens the channel again. All listeners are called, because messages were missed. */
  reopen(): void {
    this.#open();
    for (const { changed } of [...this.#listeners]) changed(Date.now());
  }

  /** Opens the channel if anything listens. */
  #open(): void {
    // On a server that renders pages, an open channel would keep the process running.
    const isBrowser = "indexedDB" in globalThis;
    if (!isBrowser || this.#channel || this.#listeners.size === 0) return;
    this.#channel = new BroadcastChannel(channelName);
    this.#channel.onmessage = ({ data }) => this.#notify(data);
  }

  #notify({ topic, at }: ChangeMessage): void {
    for (const listener of [...this.#listeners]) if (listener.topic === topic) listener.changed(at);
  }
}
