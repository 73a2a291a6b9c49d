/** The entries that also run in browsers and edge runtimes. */
export const portable: readonly string[] = [
  "@refresh-once/core",
  "@refresh-once/fetch",
  "@refresh-once/axios",
  "@refresh-once/openapi-fetch",
  "@refresh-once/providers",
  "@refresh-once/encryption",
  "@refresh-once/dpop",
];
