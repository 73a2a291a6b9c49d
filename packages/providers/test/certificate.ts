import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Has the openssl program make a self-signed certificate for a name or an address. */
export async function certificateFor(name: string): Promise<{ cert: string; key: string }> {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-certificate-"));
  try {
    const kind = /^[\d.]+$/.test(name) ? "IP" : "DNS";
    await run("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-days", "2", "-subj", `/CN=${name}`, "-addext", `subjectAltName=${kind}:${name}`],
      ...["-keyout", join(folder, "key"), "-out", join(folder, "cert")],
    ]);
    const read = (file: string) => readFile(join(folder, file), "utf8");
    return { cert: await read("cert"), key: await read("key") };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
