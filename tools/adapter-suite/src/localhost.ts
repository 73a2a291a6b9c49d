import dns from "node:dns";
import { vi } from "vitest";

/** Has every name under `localhost` lead to this machine; a resolver of the system may not know them. */
export function resolveLocalhost(): Disposable {
  const lookup: typeof dns.lookup = dns.lookup;
  const spy = vi.spyOn(dns, "lookup").mockImplementation((hostname, ...rest) => {
    const isLocal = /(^|\.)localhost$/.test(hostname);
    return Reflect.apply(lookup, dns, [isLocal ? "127.0.0.1" : hostname, ...rest]);
  });
  return { [Symbol.dispose]: () => spy.mockRestore() };
}
