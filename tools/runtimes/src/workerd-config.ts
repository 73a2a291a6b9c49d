/**
 * What workerd is started with, in Cap'n Proto: the one script, without Node.js's modules, and loopback
 * to reach.
 *
 * @see {@link https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp workerd.capnp}
 */
export function workerdConfig(referee: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "scenario", worker = .scenario),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
);

const scenario :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "referee", text = ${JSON.stringify(referee)}),
    (name = "isolate", service = "scenario"),
  ],
  globalOutbound = "internet",
);
`;
}
