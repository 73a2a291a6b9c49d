/** How many random values a fuzzer tries: a tenth of `full`, or all of them with `TESTS=full`. */
export function runs(full: number): { readonly numRuns: number } {
  return { numRuns: process.env.TESTS === "full" ? full : full / 10 };
}
