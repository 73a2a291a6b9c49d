import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, run, runAlone } from "../running/command.ts";
import { emptyProject, imports } from "../running/project.ts";
import { type Authority, hasOpenssl, startAuthority } from "./certificates.ts";
import { type OriginServer, startOrigin } from "./origin-server.ts";

const hour = 3_600_000;

/** Runs `doctor` for accounts with these token endpoints, by name. */
async function doctor(origins: Readonly<Record<string, string>>, runDoctor = run): Promise<Ended> {
  await using project = await emptyProject();
  const accounts = Object.entries(origins).map(([name, origin]) => {
    const refresh = `refreshTokenGrant({ url: "${origin}/token", clientId: "app" })`;
    return `${name}: { refresh: ${refresh} }`;
  });
  const text = `${imports}\nexport default { ${accounts.join(",\n")} };`;
  await project.write("refresh-once.config.mjs", text);
  return await runDoctor(["doctor"], { cwd: project.folder });
}

/** The lines about one account, without that about its missing store. */
function linesOf({ stdout }: Ended, account: string): string[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith(`${account}: `) && !line.includes(" note: "))
    .map((line) => line.slice(account.length + 2));
}

const originsOf = (servers: Readonly<Record<string, OriginServer>>) =>
  Object.fromEntries(Object.entries(servers).map(([name, { origin }]) => [name, origin]));

test("a clock that differs from that of the token endpoint is a warning", async () => {
  const date = (offset: number) => new Date(Date.now() + offset).toUTCString();
  await using right = await startOrigin();
  await using ahead = await startOrigin({ headers: () => ({ date: date(hour) }) });
  await using behind = await startOrigin({ headers: () => ({ date: date(-hour) }) });
  await using cached = await startOrigin({ headers: () => ({ date: date(-hour), age: "3600" }) });
  await using silent = await startOrigin({ headers: () => ({}) });
  const servers = { right, ahead, behind, cached, silent };
  const ended = await doctor(originsOf(servers));
  expect(ended.code).toBe(0);
  const fine = ({ origin }: OriginServer) =>
    `ok: The clock of this machine agrees with that of ${origin}.`;
  expect(linesOf(ended, "right")).toEqual([fine(right)]);
  expect(linesOf(ended, "cached")).toEqual([fine(cached)]);
  expect(linesOf(ended, "ahead")).toEqual([
    expect.stringMatching(/^warning: The clock of this machine is (1 h|60 min) behind that of/),
  ]);
  expect(linesOf(ended, "behind")).toEqual([
    expect.stringMatching(/^warning: The clock of this machine is (1 h|60 min) ahead of that of/),
  ]);
  expect(linesOf(ended, "silent")).toEqual([
    `not checked: ${silent.origin} sends no Date, so the clock could not be compared.`,
  ]);
  // P1, P8: no token request, and no credentials.
  for (const { requests } of Object.values(servers)) expect(requests).toEqual(["HEAD /"]);
});

describe.skipIf(!hasOpenssl)("a certificate", () => {
  let authority: Authority;

  beforeAll(async () => {
    authority = await startAuthority();
  });
  afterAll(() => authority[Symbol.asyncDispose]());

  test("that nobody would accept is a problem, and one that ends soon is a warning", async () => {
    const here = "IP:127.0.0.1";
    const start = async (name: string, days: number) =>
      startOrigin({ certificate: await authority.sign(name, days) });
    await using good = await start(here, 40);
    await using soon = await start(here, 5);
    await using expired = await start(here, -1);
    await using other = await start("DNS:bank.test", 40);
    await using own = await startOrigin({ certificate: await authority.selfSigned(here) });
    const servers = { good, soon, expired, other, own };
    // Node.js reads the variable only at its start.
    const env = { NODE_EXTRA_CA_CERTS: authority.path };
    const ended = await doctor(originsOf(servers), (args, options) =>
      runAlone(args, { ...options, env }),
    );
    expect(ended.code).toBe(1);
    const first = (name: string) => linesOf(ended, name)[0];
    expect(first("good")).toMatch(/^ok: The certificate of .* is valid for (40|39) d\.$/);
    expect(first("soon")).toMatch(/^warning: The certificate of .* ends in 5 d\./);
    expect(first("expired")).toMatch(/^problem: .* has expired, .* \(CERT_HAS_EXPIRED\)/);
    expect(first("other")).toMatch(/^problem: .* of another host\. .*ERR_TLS_CERT_ALTNAME_INVALID/);
    expect(first("own")).toMatch(/^problem: .* NODE_EXTRA_CA_CERTS.* \(DEPTH_ZERO_SELF_SIGNED/);
    for (const { requests } of Object.values(servers)) expect(requests).toEqual(["HEAD /"]);
  });
});

test("a token endpoint that is out of reach is not checked, which is no failure", async () => {
  const ended = await doctor({ gone: "https://127.0.0.1:1" });
  expect(ended.code).toBe(0);
  expect(linesOf(ended, "gone")).toEqual([
    expect.stringMatching(
      /^not checked: https:\/\/127\.0\.0\.1:1 could not be reached, .*ECONNREFUSED/,
    ),
  ]);
});

test("P7: http to another machine is a problem, for the token endpoint and for an API", async () => {
  await using project = await emptyProject();
  await project.write(
    "refresh-once.config.mjs",
    `const refresh = Object.assign(async () => {}, { endpoint: "http://auth.bank.test" });
export default { oro: { refresh } };
export const origins = { oro: ["http://api.bank.test", "http://127.0.0.1:1"] };`,
  );
  const ended = await run(["doctor"], { cwd: project.folder });
  expect(ended.code).toBe(1);
  expect(linesOf(ended, "oro")).toEqual([
    expect.stringMatching(/^problem: http:\/\/api\.bank\.test is not encrypted/),
    expect.stringMatching(/^problem: http:\/\/auth\.bank\.test is not encrypted/),
  ]);
  expect(ended.stderr).toBe("2 problems, 0 warnings\n");
});
