import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A certificate and its key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates of an authority of our own for a server on 127.0.0.1, good and bad. */
export interface Certificates extends AsyncDisposable {
  /** The authority's own certificate. */
  readonly authority: { readonly path: string; readonly pem: string };
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly ofAnotherHost: Certificate;
  readonly selfSigned: Certificate;
}

const here = "subjectAltName=IP:127.0.0.1";
const elsewhere = "subjectAltName=DNS:bank.test";

/**
 * Has the openssl program make certificates.
 *
 * @throws if there is no such program, or it is too different
 */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-certificates-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const maker = new Maker(folder);
    const { cert: pem } = await maker.selfSigned("authority", "basicConstraints=critical,CA:TRUE");
    return {
      authority: { path: join(folder, "authority.crt"), pem },
      good: await maker.signed("good", here, 30),
      // OpenSSL has this number of days for tests of expiry.
      expired: await maker.signed("expired", here, -1),
      ofAnotherHost: await maker.signed("another", elsewhere, 30),
      selfSigned: await maker.selfSigned("self", here),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Makes certificates in a folder. */
class Maker {
  readonly #folder: string;
  #serial = 1;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async selfSigned(name: string, extension: string): Promise<Certificate> {
    await this.#request(name, "-x509", "-days", "30", "-addext", extension, "-out", `${name}.crt`);
    return this.#read(name);
  }

  async signed(name: string, extension: string, days: number): Promise<Certificate> {
    await writeFile(join(this.#folder, `${name}.ext`), extension);
    await this.#request(name, "-out", `${name}.csr`);
    await this.#openssl(
      ...["x509", "-req", "-in", `${name}.csr`, "-out", `${name}.crt`],
      ...["-CA", "authority.crt", "-CAkey", "authority.key", "-set_serial", `${this.#serial++}`],
      ...["-days", `${days}`, "-extfile", `${name}.ext`],
    );
    return this.#read(name);
  }

  async #request(name: string, ...more: readonly string[]): Promise<void> {
    // Whatever the machine's own configuration adds could contradict what is asked for here.
    await writeFile(join(this.#folder, "openssl.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const subject = ["-config", "openssl.cnf", "-subj", `/CN=${name}`, "-keyout", `${name}.key`];
    await this.#openssl("req", "-new", ...key, ...subject, ...more);
  }

  #openssl(...args: readonly string[]): Promise<unknown> {
    return run("openssl", args, { cwd: this.#folder });
  }

  async #read(name: string): Promise<Certificate> {
    const read = (ending: string) => readFile(join(this.#folder, `${name}.${ending}`), "utf8");
    return { cert: await read("crt"), key: await read("key") };
  }
}
