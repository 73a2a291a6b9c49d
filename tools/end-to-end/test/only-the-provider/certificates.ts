import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Why no certificates can be made here, and what to do about it; `undefined` where they can. */
export const noOpenssl =
  spawnSync("openssl", ["version"]).status === 0
    ? undefined
    : "openssl is missing (Debian: apt install openssl)";

/** A certificate for a server on 127.0.0.1, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates of an authority of our own, good and bad. */
export interface Certificates extends AsyncDisposable {
  /** The authority's own certificate. */
  readonly authority: { readonly path: string; readonly pem: string };
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly ofAnotherHost: Certificate;
  readonly selfSigned: Certificate;
}

export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-tls-"));
  const openssl = (...args: readonly string[]) => run("openssl", args, { cwd: folder });
  const read = (name: string) => readFile(join(folder, name), "utf8");
  await openssl(...newKey("authority"), "-x509", "-subj", "/CN=authority", "-out", "authority.pem");
  await openssl(...newKey("server"), "-subj", "/CN=server", "-out", "server.csr");
  const sign = async (name: string, host: string, days: number): Promise<Certificate> => {
    await writeFile(join(folder, `${name}.cnf`), `subjectAltName=${host}\n`);
    await openssl(
      ...["x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key"],
      ...["-set_serial", `${serial++}`, "-extfile", `${name}.cnf`, "-days", `${days}`],
      ...["-out", `${name}.pem`],
    );
    return { cert: await read(`${name}.pem`), key: await read("server.key") };
  };
  const signSelf = async (): Promise<Certificate> => {
    const host = ["-addext", "subjectAltName=IP:127.0.0.1"];
    await openssl(...newKey("self"), "-x509", "-subj", "/CN=self", ...host, "-out", "self.pem");
    return { cert: await read("self.pem"), key: await read("self.key") };
  };
  return {
    authority: { path: join(folder, "authority.pem"), pem: await read("authority.pem") },
    good: await sign("good", "IP:127.0.0.1", 2),
    // OpenSSL has this number of days for tests of expiry.
    expired: await sign("expired", "IP:127.0.0.1", -1),
    ofAnotherHost: await sign("another", "DNS:bank.test", 2),
    selfSigned: await signSelf(),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

let serial = 1;

function newKey(name: string): readonly string[] {
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  return ["req", ...curve, "-nodes", "-keyout", `${name}.key`];
}
