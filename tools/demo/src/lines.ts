import type { Display } from "./display.ts";
import type { ProviderResult } from "./result.ts";

/** For a file or a pipe: a line each second over all providers. */
export class Lines implements Display {
  readonly interval = 1000;

  show(results: readonly ProviderResult[], seconds: number): void {
    console.log(lineOf(results, seconds));
  }

  /** The table is next. */
  end(): void {}
}

function lineOf(results: readonly ProviderResult[], seconds: number): string {
  const sum = (key: "requests" | "unauthorized" | "expiries" | "refreshes" | "reuses" | "failed") =>
    results.reduce((total, result) => total + result[key], 0);
  return [
    `${seconds.toFixed(0).padStart(3)} s: ${sum("requests")} requests`,
    `${sum("unauthorized")} 401s`,
    `${sum("expiries")} expiries`,
    `${sum("refreshes")} refreshes`,
    `${sum("reuses")} reuse`,
    `${sum("failed")} failed`,
  ].join(", ");
}
