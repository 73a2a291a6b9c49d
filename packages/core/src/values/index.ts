export { attempt } from "./attempt.ts";
export { isObject } from "./is-object.ts";
export { parseJson } from "./json.ts";
export { processWide } from "./process-wide.ts";
export { serializable } from "./serializable.ts";
export { sha256 } from "./sha-256.ts";
