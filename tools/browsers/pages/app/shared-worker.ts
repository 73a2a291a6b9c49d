import { serveTokens } from "@refresh-once/browser";
import { sharedTokens } from "./session.ts";

serveTokens(sharedTokens(new URL(location.href).searchParams.get("key") ?? ""));
