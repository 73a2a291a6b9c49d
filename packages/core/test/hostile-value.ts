import fc from "fast-check";
import { TokenError } from "../src/index.ts";

const handsOff = new Error("hands off");

const trap = () => {
  throw handsOff;
};

/** The name of the method that makes an object a thenable. */
const then: string = "then";

/** Throws when it is read in any way. */
const untouchable = new Proxy(
  {},
  { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap },
);

/** Has every property, and each one is the object itself. */
const everything: object = new Proxy(() => everything, {
  get: (_, name) => (name === then ? undefined : everything),
  has: () => true,
});

/** Has a different value each time it is read. */
function fickle(): object {
  let looks = 0;
  const values = ["a9", 7, undefined, null, {}];
  return {
    get accessToken() {
      return values[looks++ % values.length];
    },
    get refreshToken() {
      return values[looks++ % values.length];
    },
  };
}

/** Functions under `then` that break the rules of promises. */
const thenables: readonly (() => object)[] = [
  () => thenable(() => {}),
  () => thenable(trap),
  () => thenable((resolve) => [resolve({ accessToken: "a9" }), resolve(7), trap()]),
  () => thenable((_, reject) => [reject(untouchable), reject(7)]),
  () => thenable((resolve) => resolve(thenable((again) => again(null)))),
  () => Object.defineProperty({}, then, { get: trap }),
];

type Then = (resolve: (value: unknown) => void, reject: (thrown: unknown) => void) => unknown;

function thenable(behaviour: Then): object {
  return Object.defineProperty({}, then, { value: behaviour });
}

const brand = Symbol.for("@refresh-once/TokenError");

const odd: readonly (() => unknown)[] = [
  () => untouchable,
  () => everything,
  fickle,
  ...thenables,
  () => ({ [brand]: true }),
  () => ({ [brand]: true, code: {}, message: 7 }),
  () => new TokenError("unavailable", "503", { retryAt: Number.NaN }),
  () => new TokenError("unavailable", "503", { retryAt: -Infinity, cause: untouchable }),
  () => Object.defineProperty({ [brand]: true }, "code", { get: trap }),
  () => Object.defineProperty(new Error(), "message", { get: trap }),
  () => Object.assign(new Error("x"), { cause: untouchable, error: 7 }),
  () => Object.assign(Object.create(null), { error: "invalid_grant" }),
  () => ({ retryAt: Number.NaN, [brand]: true, code: "unavailable" }),
  () => trap,
  () => Symbol("s"),
  () => 10n,
  () =>
    Object.freeze(Object.assign(Object.create(null), { accessToken: "a9", refreshToken: "r9" })),
  () => ({ accessToken: "a9", refreshToken: undefined }),
  () => ({ accessToken: "a9", refreshToken: "" }),
  () => ({ accessToken: "a9", expiresAt: Infinity, refreshTokenExpiresAt: Infinity }),
  () => ({ accessToken: "a9", extra: { big: 10n, at: new Date(0), trap, self: globalThis } }),
  () => ({ accessToken: "a9", extra: untouchable }),
  () => ({ accessToken: "a9", extra: new Date(0), toJSON: () => ({ accessToken: 7 }) }),
];

const numbers = [0, -0, -1, 1, 1e300, -1e300, 5e-324, 2 ** 31, 2 ** 53, NaN, Infinity, -Infinity];
const texts = ["", "5", "1e3", "\ud800", "https://api.test", "constructor", "__proto__"];

const ordinary = fc.oneof(
  fc.constantFrom<unknown>(...numbers, ...texts),
  fc.anything({
    maxDepth: 2,
    withNullPrototype: true,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
);

/** A value, or a function that creates a value which must not be read too early. */
type Hostile = (() => unknown) | { readonly value: unknown };

/** Anything that a function of the user may return or throw. `made` returns it. */
export const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  { weight: 1, arbitrary: ordinary.map((value) => ({ value })) },
  {
    weight: 2,
    arbitrary: fc
      .record(
        {
          accessToken: fc.oneof(fc.constant("a9"), ordinary),
          refreshToken: fc.oneof(fc.constant("r9"), ordinary),
          expiresAt: ordinary,
          refreshTokenExpiresAt: ordinary,
          extra: ordinary,
        },
        { requiredKeys: ["accessToken"] },
      )
      .map((value) => ({ value })),
  },
);

function made(from: Hostile): unknown {
  return typeof from === "function" ? from() : from.value;
}

/** Any value of an option. */
export const oddOption: fc.Arbitrary<unknown> = ordinary;

/** How a function ends: synchronously or by a promise, with a value or an exception. */
export type Ending = "returns" | "throws" | "resolves" | "rejects";

export const ending = fc.constantFrom<Ending>("returns", "throws", "resolves", "rejects");

export function end(how: Ending, from: Hostile): unknown {
  const value = made(from);
  if (how === "throws") throw value;
  if (how === "rejects") return Promise.reject(value);
  return how === "resolves" ? Promise.resolve(value) : value;
}
