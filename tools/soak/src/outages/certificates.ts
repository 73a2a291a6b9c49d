import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Certificates of an authority of our own. */
export interface Certificates extends Disposable {
  /** The path of the authority's certificate. */
  readonly authority: string;
  readonly right: Identity;
  /** Expired, of another host, and of nobody that is trusted. */
  readonly wrong: readonly Identity[];
}

const here = "subjectAltName=IP:127.0.0.1";
const elsewhere = "subjectAltName=DNS:elsewhere.example";

/**
 * Has the openssl program make certificates for 127.0.0.1.
 *
 * @throws if there is no such program, or it is too different
 */
export async function makeCertificates(): Promise<Certificates> {
  const folder = mkdtempSync(join(tmpdir(), "refresh-once-certificates-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const maker = new Maker(folder);
    const authority = await maker.selfSigned("authority", "basicConstraints=critical,CA:TRUE");
    const right = await maker.signed("right", here, 30);
    // Valid for no longer than the second in which it is made.
    const expired = await maker.signed("expired", here, 0);
    const foreign = await maker.signed("foreign", elsewhere, 30);
    const unknown = await maker.selfSigned("unknown", here);
    const wrong = [expired, foreign, unknown].map(identityAt);
    return { authority, right: identityAt(right), wrong, [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Makes certificates in a folder; each method gives the path of one. */
class Maker {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    // Whatever the machine's own configuration adds could contradict what is asked for here.
    writeFileSync(this.#path("openssl.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
  }

  async selfSigned(name: string, extension: string): Promise<string> {
    const path = this.#path(`${name}.crt`);
    await this.#request(name, ["-x509", "-days", "30", "-addext", extension, "-out", path]);
    return path;
  }

  async signed(name: string, extension: string, days: number): Promise<string> {
    const path = this.#path(`${name}.crt`);
    const request = this.#path(`${name}.csr`);
    const extensions = this.#path(`${name}.ext`);
    writeFileSync(extensions, extension);
    await this.#request(name, ["-out", request]);
    const authority = ["-CA", this.#path("authority.crt"), "-CAkey", this.#path("authority.key")];
    const serial = ["-set_serial", String(Date.now())];
    const validity = ["-days", String(days), "-extfile", extensions];
    await run("openssl", [
      ...["x509", "-req", "-in", request, "-out", path],
      ...[...authority, ...serial, ...validity],
    ]);
    return path;
  }

  async #request(name: string, args: readonly string[]): Promise<void> {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    await run("openssl", [
      ...["req", "-new", "-config", this.#path("openssl.cnf"), "-subj", `/CN=soak ${name}`],
      ...[...key, "-keyout", this.#path(`${name}.key`), ...args],
    ]);
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

function identityAt(certificate: string): Identity {
  const key = certificate.replace(/crt$/, "key");
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}
