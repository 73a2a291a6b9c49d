import type { Place } from "./settings.ts";

/** A place that is a worker. */
type WorkerPlace = Exclude<Place, "memory" | "page">;

/** Connects this page to the worker of a key. */
export function connect(place: WorkerPlace, key: string): SharedWorker | Promise<ServiceWorker> {
  if (place === "service-worker") return activeServiceWorker(key);
  const url = `/scripts/shared-worker.js?${new URLSearchParams({ key })}`;
  // TypeScript does not know `extendedLifetime` yet: the worker outlives its last page for some seconds.
  const extended = { name: key, extendedLifetime: true };
  return new SharedWorker(url, place === "extended-worker" ? extended : { name: key });
}

/** Each key has a scope of its own, and so its own service worker. */
async function activeServiceWorker(key: string): Promise<ServiceWorker> {
  const query = new URLSearchParams({ key });
  await navigator.serviceWorker.register(`/pages/${key}/service-worker.js?${query}`);
  const { active } = await navigator.serviceWorker.ready;
  if (!active) throw new TypeError("The service worker is not active");
  return active;
}
