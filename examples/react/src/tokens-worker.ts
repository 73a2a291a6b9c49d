import { serveTokens } from "@refresh-once/browser";
import { tokens } from "./tokens.ts";

serveTokens(tokens);
