export { subject } from "../hot-path/hot-path-bench.ts";
