import { CallContext } from "@refresh-once/core/adapter";

type Fetch = typeof globalThis.fetch;

const calls = /* @__PURE__ */ new CallContext();

/**
 * Sends by the global `fetch` at the time of the call. If that is `own`, or calls it, sends by the `fetch`
 * that was global before.
 *
 * @param own the `fetch` with which the user may have replaced the global one
 */
export function sendByGlobal(own: Fetch): Fetch {
  const before = globalThis.fetch;
  let isInstalled = false;
  // By then `globalThis.fetch = authFetch(…)` has run, and no other code has wrapped it yet.
  Promise.resolve().then(() => {
    isInstalled ||= globalThis.fetch === own;
  });
  return (input, init) => {
    const { fetch } = globalThis;
    if (fetch === own) isInstalled = true;
    if (fetch === before) isInstalled = false;
    // A wrapper that was put around `own` at once is recognized when it calls `own`.
    else isInstalled ||= calls.isWithin(own);
    if (isInstalled || fetch === before) return before(input, init);
    return calls.run(own, () => fetch(input, init));
  };
}
