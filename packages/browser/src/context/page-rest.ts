/** What a part of this context does around a rest of its page. */
interface RestingPart {
  close(): void;
  reopen?(): void;
}

/**
 * Closes a part while its page does not run: in the back/forward cache, and while it is frozen. An open connection keeps
 * a page out of that cache. A frozen page still receives messages, but no replies of IndexedDB: a transaction that it
 * starts then never ends, and all other tabs wait for it.
 *
 * Workers have no such events, and a server that renders pages has no `addEventListener`.
 *
 * @see {@link https://wicg.github.io/page-lifecycle/ Page Lifecycle}
 */
export function closeAtRest(part: RestingPart): void {
  const close = () => part.close();
  const reopen = () => part.reopen?.();
  globalThis.addEventListener?.("pagehide", close);
  globalThis.addEventListener?.("pageshow", reopen);
  const page: EventTarget | undefined = Reflect.get(globalThis, "document");
  page?.addEventListener("freeze", close);
  page?.addEventListener("resume", reopen);
}
