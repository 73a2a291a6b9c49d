/**
 * Where the tokens are kept and refreshed: in each page alone (`memory`, with the refresh token in localStorage),
 * in each page with `browserStore`, the same encrypted with `deviceKey`, or in a worker that serves all pages.
 */
export type Place =
  | "memory"
  | "page"
  | "encrypted-page"
  | "shared-worker"
  | "extended-worker"
  | "service-worker";

/** The settings of a tab, in the query of its URL. */
export interface AppSettings {
  /** Names the login. */
  readonly key: string;
  readonly place: Place;
  readonly client: "axios" | "fetch";
}

/** Returns the settings in the URL of this page or worker. */
export function settingsOf({ href }: { readonly href: string }): AppSettings {
  const query = new URL(href).searchParams;
  const client = query.get("client") === "axios" ? "axios" : "fetch";
  return { key: query.get("key") ?? "", place: placeOf(query.get("place")), client };
}

function placeOf(text: string | null): Place {
  switch (text) {
    case "memory":
    case "page":
    case "encrypted-page":
    case "shared-worker":
    case "extended-worker":
    case "service-worker":
      return text;
    default:
      throw new TypeError(`no such place: ${text}`);
  }
}
