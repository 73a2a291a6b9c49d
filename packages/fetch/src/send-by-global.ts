import { CallContext } from "@refresh-once/core/adapter";

type Fetch = typeof globalThis.fetch;

const calls = new CallContext();

/**
 * Sends by the global `fetch` at the time of the call. Where that is `own`, or leads back to it, by the
 * one that was there before.
 *
 * @param own what a user may put in the place of the global `fetch`
 */
export function sendByGlobal(own: Fetch): Fetch {
  const before = globalThis.fetch;
  let isInstalled = false;
  // By then `globalThis.fetch = authFetch(…)` is done, and nobody has wrapped it yet.
  Promise.resolve().then(() => {
    isInstalled ||= globalThis.fetch === own;
  });
  return (input, init) => {
    const { fetch } = globalThis;
    if (fetch === own) isInstalled = true;
    if (fetch === before) isInstalled = false;
    // A wrapper that was put around `own` at once shows by calling back.
    else isInstalled ||= isCallingBack(own);
    if (isInstalled || fetch === before) return before(input, init);
    return calls.run(own, () => fetch(input, init));
  };
}

function isCallingBack(own: Fetch): boolean {
  for (let call = calls.current; call; call = call.outer) {
    if (call.by === own && call.isUnderway) return true;
  }
  return false;
}
