/**
 * The property by which a store says where it keeps its records, for tools that check that place, such as
 * `refresh-once doctor`. Its value is an object whose `kind` is `"file"`, `"redis"` or `"postgres"`, with the path, or
 * the client and the key. A store that wraps another one passes the value on. Stores of other kinds need not have it.
 *
 * Make it a getter of the class, or not enumerable: `inspect` would otherwise print the client, which may hold a
 * password.
 */
export const storeLocation: unique symbol = /* @__PURE__ */ Symbol.for(
  "@refresh-once/store-location",
);
