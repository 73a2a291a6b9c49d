import type { Contender } from "../clients/contender.ts";
import { median } from "../report/median.ts";
import { type Method, methods, type Timing } from "./protocol.ts";

/** What a contender's requests take, ns at the median, and beside the bare client's. */
export interface Cost {
  readonly contender: Contender;
  readonly method: Method;
  readonly time: number;
  readonly added: number;
  readonly ratio: number;
}

/** @throws {Error} for a contender that was not measured */
export function costsOf(
  contenders: readonly Contender[],
  timings: readonly Timing[],
  typical: (samples: readonly number[]) => number = median,
): readonly Cost[] {
  const timeOf = (name: string | undefined, method: Method) => {
    const timing = timings.find((one) => one.name === name && one.method === method);
    if (!timing) throw new Error(`${name} was not measured`);
    return typical(timing.samples);
  };
  const bare = contenders.find(({ role }) => role === "bare")?.name;
  return contenders.flatMap((contender) =>
    methods.map((method) => {
      const [time, floor] = [timeOf(contender.name, method), timeOf(bare, method)];
      return { contender, method, time, added: time - floor, ratio: time / floor };
    }),
  );
}
