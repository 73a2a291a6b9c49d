import { browserKeys, serveTokens } from "@refresh-once/browser";
import { createDpop } from "@refresh-once/dpop";
import { boundTokens } from "./bound-tokens.ts";

const key = new URL(location.href).searchParams.get("key") ?? "";
serveTokens(boundTokens(createDpop({ keys: browserKeys() }), key));
