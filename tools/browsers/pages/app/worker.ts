import { App } from "./app.ts";
import { settingsOf } from "./settings.ts";

/** A dedicated worker of a page, which sends requests for itself. It can be stopped for a while, as a frozen one is. */
const app = new App(settingsOf(location));

addEventListener("message", ({ data }) => {
  if ("stop" in data) return stop(data.stop);
  app.request(data.requests).then(
    (outcome) => postMessage(outcome),
    (error: unknown) => postMessage({ accepted: 0, failures: [String(error)], slowest: 0 }),
  );
});

/** Runs nothing for some ms: no timer, no message, no reply of a server. */
function stop(ms: number): void {
  // Pages without cross-origin isolation get a shared buffer only from WebAssembly.
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  Atomics.wait(new Int32Array(buffer), 0, 0, ms);
}
