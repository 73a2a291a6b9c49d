import { App } from "./app.ts";
import { settingsOf } from "./settings.ts";

/** A dedicated worker of a page, which sends requests for itself. */
const app = new App(settingsOf(location));

addEventListener("message", ({ data }) => {
  app.request(data).then(
    (outcome) => postMessage(outcome),
    (error: unknown) => postMessage({ accepted: 0, failures: [String(error)], slowest: 0 }),
  );
});
