import type { Place } from "./settings.ts";

/** A place that is a worker. */
export type WorkerPlace = Exclude<Place, "memory" | "page" | "encrypted-page">;

/** Connects this page to the worker of a key. */
export function connect(place: WorkerPlace, key: string): SharedWorker | Promise<ServiceWorker> {
  if (place === "service-worker") return activeServiceWorker(key);
  const url = `/scripts/shared-worker.js?${new URLSearchParams({ key })}`;
  // TypeScript does not know `extendedLifetime` yet: the worker outlives its last page for some seconds.
  const extended = { name: key, extendedLifetime: true };
  return new SharedWorker(url, place === "extended-worker" ? extended : { name: key });
}

/**
 * Each key has a scope of its own, and so its own service worker. `navigator.serviceWorker.ready` would never
 * resolve in a dedicated worker, whose script is outside of that scope.
 */
async function activeServiceWorker(key: string): Promise<ServiceWorker> {
  const query = new URLSearchParams({ key });
  const url = `/pages/${key}/service-worker.js?${query}`;
  const { installing, waiting, active } = await navigator.serviceWorker.register(url);
  const worker = installing ?? waiting ?? active;
  if (!worker) throw new TypeError("There is no service worker");
  await activated(worker);
  return worker;
}

function activated(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (worker.state === "activated") resolve();
    };
    worker.addEventListener("statechange", check);
    check();
  });
}
