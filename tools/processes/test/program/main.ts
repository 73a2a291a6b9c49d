import { beside } from "./where.ts";

console.log(JSON.stringify({ main: import.meta.url, ...beside }));
