import { expect, vi } from "vitest";
import type { Case } from "../case.ts";
import { openLab } from "../lab.ts";

/** Counts what is made of `Request`s while it is there. */
function countRequests() {
  const count = { made: 0, cloned: 0 };
  const { Request: Real } = globalThis;
  class Counted extends Real {
    constructor(...args: ConstructorParameters<typeof Real>) {
      super(...args);
      count.made++;
    }
    override clone(): Request {
      count.cloned++;
      return super.clone();
    }
  }
  vi.stubGlobal("Request", Counted);
  return { count, [Symbol.dispose]: () => vi.unstubAllGlobals() };
}

/** Requests without a body. */
export const bodylessCases: readonly Case[] = [
  {
    title: "a request without a body",
    wanted: "no copy is made, neither for the first attempt nor for the retry",
    async check(adapter) {
      using requests = countRequests();
      await using lab = await openLab(adapter);
      const { origin, received } = lab.resource;
      await lab.bare({ url: origin });
      const bare = requests.count.made;
      await lab.client({ url: origin });
      expect(received).toHaveLength(3);
      expect(requests.count).toEqual({ made: 2 * bare, cloned: 0 });
    },
  },
];
