import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuthorizationServer } from "@refresh-once/testing";
import { inject } from "vitest";

/** A folder with a configuration, where commands are run. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  /** The file of the account's store. */
  readonly store: string;
  write(name: string, text: string): Promise<void>;
}

/** A folder that is empty. */
export async function emptyProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-cli-"));
  return {
    folder,
    store: join(folder, "tokens", "oro.json"),
    write: (name, text) => writeFile(join(folder, name), text),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** What a configuration of a test imports, made from the sources. */
export const imports = `
import { fileStore, oroBank, refreshTokenGrant, tokenRevocation } from ${JSON.stringify(inject("bundles").configurable)};
`;

/** A folder whose configuration has the accounts `oro`, and `shop`, which can revoke. */
export async function configuredProject(server: AuthorizationServer): Promise<Project> {
  const project = await emptyProject();
  const { client } = server;
  const revoke = { url: server.revocationUrl("rfc6749"), ...pick(client) };
  const grant = { url: server.tokenUrl("rfc6749"), ...pick(client) };
  await project.write(
    "refresh-once.config.mjs",
    `${imports}
export default {
  oro: {
    refresh: oroBank({ url: ${JSON.stringify(server.tokenUrl("oroBank"))} }),
    store: fileStore(${JSON.stringify(project.store)}),
    onEvent: (event) => console.log("the program's own listener", event),
  },
  shop: {
    refresh: refreshTokenGrant(${JSON.stringify(grant)}),
    revoke: tokenRevocation(${JSON.stringify(revoke)}),
    store: fileStore(${JSON.stringify(join(project.folder, "tokens", "shop.json"))}),
  },
};
export const origins = { oro: [${JSON.stringify(server.origin)}] };
`,
  );
  return project;
}

function pick({ clientId, clientSecret }: AuthorizationServer["client"]) {
  return { clientId, clientSecret };
}
