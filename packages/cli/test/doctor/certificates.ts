import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether there is the program that makes the certificates. */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test. */
export interface Authority extends AsyncDisposable {
  /** The file with its own certificate, for `NODE_EXTRA_CA_CERTS`. */
  readonly path: string;
  /**
   * Makes a certificate.
   *
   * @param name what it is for, such as `IP:127.0.0.1`
   * @param days how long it is valid. OpenSSL has -1 for tests of expiry
   */
  sign(name: string, days: number): Promise<Certificate>;
  /** Makes a certificate that no authority has signed. */
  selfSigned(name: string): Promise<Certificate>;
}

/** Makes an authority by the openssl program. */
export async function startAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-authority-"));
  let count = 0;
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  const read = async (name: string) => {
    const text = (ending: string) => readFile(join(folder, `${name}.${ending}`), "utf8");
    return { cert: await text("crt"), key: await text("key") };
  };
  // Whatever the machine's own configuration adds could contradict what is asked for here.
  await writeFile(join(folder, "openssl.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
  const request = (name: string, ...more: string[]) =>
    openssl(
      ...["req", "-new", "-config", "openssl.cnf", "-newkey", "ec", "-nodes"],
      ...["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", `/CN=${name}`],
      ...["-keyout", `${name}.key`, ...more],
    );
  const own = (name: string, extension: string) =>
    request(name, "-x509", "-days", "60", "-addext", extension, "-out", `${name}.crt`);
  await own("authority", "basicConstraints=critical,CA:TRUE");
  return {
    path: join(folder, "authority.crt"),
    async sign(host, days) {
      const name = `${++count}`;
      await writeFile(join(folder, `${name}.ext`), `subjectAltName=${host}`);
      await request(name, "-out", `${name}.csr`);
      await openssl(
        ...["x509", "-req", "-in", `${name}.csr`, "-out", `${name}.crt`, "-set_serial", name],
        ...["-CA", "authority.crt", "-CAkey", "authority.key"],
        ...["-days", `${days}`, "-extfile", `${name}.ext`],
      );
      return read(name);
    },
    async selfSigned(host) {
      const name = `${++count}`;
      await own(name, `subjectAltName=${host}`);
      return read(name);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
