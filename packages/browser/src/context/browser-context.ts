import { processWide } from "@refresh-once/core/store";
import { ChangeChannel } from "./change-channel.ts";
import { Database } from "./database.ts";

/** What all stores of a tab, frame or worker share. */
export interface BrowserContext {
  readonly database: Database;
  readonly changes: ChangeChannel;
}

/** Returns the parts that exist once in this tab, frame or worker. */
export function browserContext(): BrowserContext {
  return processWide("browser-context", () => {
    const context = { database: new Database(), changes: new ChangeChannel() };
    releaseWhileHidden(context);
    return context;
  });
}

/** Lets a page into the back/forward cache, and brings it up to date when the user returns. */
function releaseWhileHidden({ database, changes }: BrowserContext): void {
  // Workers have no such events, and a server that renders pages has no `addEventListener`.
  globalThis.addEventListener?.("pagehide", () => {
    database.close();
    changes.close();
  });
  globalThis.addEventListener?.("pageshow", () => {
    changes.open();
    changes.reportAll();
  });
}
