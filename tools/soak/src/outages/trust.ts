/** Has the processes that are started from now on trust an authority, until it is disposed of. */
export function trust(authority: string): Disposable {
  const { NODE_EXTRA_CA_CERTS: before } = process.env;
  process.env.NODE_EXTRA_CA_CERTS = authority;
  return {
    [Symbol.dispose]: () => {
      if (before === undefined) delete process.env.NODE_EXTRA_CA_CERTS;
      else process.env.NODE_EXTRA_CA_CERTS = before;
    },
  };
}
