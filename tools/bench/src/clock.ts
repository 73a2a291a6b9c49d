/** In ms, the same in every process of a machine. */
export function machineClock(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
