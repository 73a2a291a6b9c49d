import { format, inspect } from "node:util";

/** What a logger or an error tracker could make of something, and of what caused it. */
export function shown(value: unknown, depth = 6): string {
  const views = [
    attempt(() => inspect(value, { depth: 10, showHidden: true, showProxy: true })),
    attempt(() => format("%s %o %j", value, value, value)),
    attempt(() => JSON.stringify(value)),
    attempt(() => JSON.stringify({ ...Object(value) })),
    attempt(() => String(value)),
    attempt(() => inspect(structuredClone(value), { depth: 10 })),
  ];
  return [...views, ...ofError(value, depth)].join("\n");
}

/** A logger that knows errors looks further: into the stack, the cause, and all that was collected. */
function ofError(value: unknown, depth: number): string[] {
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const parts = ["cause", "stack", "message", "toJSON"].map((name) => Reflect.get(value, name));
  const errors = value instanceof AggregateError ? value.errors : [];
  const json =
    typeof parts[3] === "function" ? attempt(() => Reflect.apply(parts[3], value, [])) : "";
  return [...parts.slice(0, 3), ...errors, json].map((part) => shown(part, depth - 1));
}

function attempt(view: () => unknown): unknown {
  try {
    return view();
  } catch (thrown) {
    return inspect(thrown);
  }
}
