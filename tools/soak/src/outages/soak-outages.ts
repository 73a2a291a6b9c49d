import { type Certificates, makeCertificates } from "@refresh-once/end-to-end/certificates";
import { TokenFolder } from "@refresh-once/end-to-end/program";
import { bundle } from "@refresh-once/processes";
import type { Print } from "../problems.ts";
import type { SharedAccount } from "../processes/job.ts";
import { SoakCrew } from "../processes/soak-crew.ts";
import { calm } from "../server/fate.ts";
import { type OidcServer, startOidcServer } from "../server/oidc-server.ts";
import type { Operator } from "../server/token-endpoint.ts";
import { Gate } from "./gate.ts";
import { outageKinds } from "./kinds.ts";
import { lookAfter } from "./look-after.ts";
import { OutageRun } from "./outage-run.ts";
import { OutageWatch } from "./outage-watch.ts";
import type { OutageSettings } from "./settings.ts";
import { trust } from "./trust.ts";

/** The server itself is never slow, and nobody is killed. */
const nobody: Operator = { fateOf: () => calm, killIn: () => {} };

/** Processes share accounts while their token endpoint is down again and again, in all ways in turn. */
export async function soakOutages(
  settings: OutageSettings,
  print: Print,
  interrupted: AbortSignal,
): Promise<OutageWatch> {
  const names = Array.from({ length: settings.accounts }, (_, index) => `account-${index + 1}`);
  using folder = new TokenFolder(names);
  await using worker = await bundle(new URL("../processes/worker.ts", import.meta.url));
  await using thread = await bundle(new URL("full-backlog-thread.ts", import.meta.url));
  await using certificates = await certificatesOr(print);
  using _ = certificates && trust(certificates.authority.path);
  const watch = new OutageWatch(names, print);
  await using server = await startOidcServer(watch.ledger, nobody);
  await using gate = new Gate(new URL(server.address.tokenUrl), certificates?.good);
  await gate.open();
  const { deadlines, longestPause, processes } = settings;
  const accounts = await logIn(names, server, folder);
  const address = { ...server.address, tokenUrl: gate.url };
  const job = { server: address, accounts, longestPause, deadlines };
  using crew = new SoakCrew(worker.module, job, processes, watch);
  print(`Processes: ${crew.pids.join(", ")}`);
  const run = new OutageRun({ settings, watch, print, interrupted });
  await run.allBack();
  const tools = { gate, certificates, thread: thread.module };
  const kinds = outageKinds.filter((kind) => certificates || kind !== "wrong certificate");
  for (let count = 0; count < settings.outages && !interrupted.aborted; count++) {
    const kind = kinds[count % kinds.length];
    if (kind) await run.outage(kind, tools);
  }
  await crew.stop();
  await lookAfter(watch, accounts, folder);
  return watch;
}

async function certificatesOr(print: Print): Promise<Certificates | undefined> {
  try {
    return await makeCertificates();
  } catch (error) {
    print(`No wrong certificates, and http: openssl does not work here (${String(error)})`);
    return undefined;
  }
}

function logIn(
  names: readonly string[],
  server: OidcServer,
  folder: TokenFolder,
): Promise<SharedAccount[]> {
  return Promise.all(
    names.map(async (name) => {
      const seed = await server.logIn(name);
      return { name, path: folder.pathOf(name), seed };
    }),
  );
}
