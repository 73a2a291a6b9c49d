import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Certificates, makeCertificates } from "../../src/certificates.ts";
import { type PresetName, refreshByAxios, refreshFor } from "../../src/scenario/index.ts";
import { AccountProcess, useAccountWorker } from "./account-process.ts";
import { decided, failureOf, type Login, openLogin } from "./login.ts";
import { startTlsFront, type TlsFront } from "./tls-front.ts";

/** Why no certificates can be made here, and what to do about it; `undefined` where they can. */
const noOpenssl =
  spawnSync("openssl", ["version"]).status === 0
    ? undefined
    : "openssl is missing (Debian: apt install openssl)";

if (noOpenssl) console.warn(`No bad certificates are tried: ${noOpenssl}`);

type BadCertificate = Exclude<keyof Certificates, "authority" | "good" | symbol>;

const badCertificates: readonly (readonly [string, BadCertificate, RegExp])[] = [
  ["is self-signed", "selfSigned", /self[- ]signed/i],
  ["has expired", "expired", /expired/i],
  ["is of another host", "ofAnotherHost", /altname/i],
];

/** The long form is `TESTS=full`: processes with each of them, too. */
const ofProcesses = process.env.TESTS === "full" ? badCertificates : badCertificates.slice(0, 1);

/** As long as it takes to try again a few times, ms. */
const refreshDeadline = 2_000;

const worker = useAccountWorker();
let certificates: Certificates;

beforeAll(async () => {
  if (!noOpenssl) certificates = await makeCertificates();
});
afterAll(() => certificates?.[Symbol.asyncDispose]());

/** A login at a provider behind a front whose certificate is good so far. */
async function openBehindTls(provider: PresetName) {
  const login = await openLogin(provider);
  const front = await startTlsFront(login.server.origin, certificates.good);
  const target = { ...login.target, tokenUrl: front.over(login.target.tokenUrl) };
  return {
    ...login,
    target,
    front,
    start: () =>
      AccountProcess.start(
        worker.module,
        { ...login.job, target, refreshDeadline },
        { NODE_EXTRA_CA_CERTS: certificates.authority.path },
      ),
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await login[Symbol.asyncDispose]();
    },
  };
}

/** While the certificate is bad, a refresh fails and leaves everything as it was. */
async function checkUnreachable(
  { record, sends, front }: Login & { readonly front: TlsFront },
  [, name, problem]: (typeof badCertificates)[number],
  refresh: () => Promise<{ readonly code?: string; readonly message?: string }>,
): Promise<void> {
  const before = { record: await record(), sends: sends() };
  front.use(certificates[name]);
  const { code, message } = await refresh();
  expect(code).toBe("unreachable");
  expect(message).toMatch(problem);
  expect({ record: await record(), sends: sends() }).toEqual(before);
  front.use(certificates.good);
}

describe.skipIf(noOpenssl)("the first rule: where the token endpoint's certificate", () => {
  test.concurrent.each(ofProcesses)(
    "%s, a process and a new one go on with the same login when it is replaced",
    async (...bad) => {
      await using login = await openBehindTls("oroBank");
      await using running = await login.start();
      const first = await running.askUntilDecided("get");
      await checkUnreachable(login, bad, () => running.askUntilDecided("renew"));
      const second = await running.askUntilDecided("renew");
      expect(second.accessToken).toBeDefined();
      expect(second.accessToken).not.toBe(first.accessToken);
      await using next = await login.start();
      expect((await next.askUntilDecided("get")).accessToken).toBe(second.accessToken);
      expect((await next.askUntilDecided("renew")).accessToken).toBeDefined();
      expect(login.server.counters()).toMatchObject({ tokenRequests: 3, refreshes: 3, reuses: 0 });
    },
  );

  test.concurrent.each(badCertificates)(
    "%s, so does a refresh function over axios",
    async (...bad) => {
      await using login = await openBehindTls("vault");
      const ca = certificates.authority.pem;
      const refresh = refreshByAxios({ url: login.target.tokenUrl, ca });
      const tokens = login.open({ refresh, refreshDeadline });
      const first = await decided(() => tokens.get());
      const renew = () => decided(() => tokens.renew(first));
      await checkUnreachable(login, bad, () => failureOf(renew()));
      expect((await renew()).accessToken).not.toBe(first.accessToken);
      expect(login.server.counters()).toMatchObject({ tokenRequests: 2, refreshes: 2, reuses: 0 });
      await login.checkKept();
    },
  );

  test.concurrent("is of an authority that this process does not know, a process that knows it goes on", async () => {
    await using login = await openBehindTls("oroBank");
    const tokens = login.open({ refresh: refreshFor(login.target), refreshDeadline });
    const get = () => decided(() => tokens.get());
    expect(await failureOf(get())).toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/certificate/),
    });
    expect(await login.record()).toBeUndefined();
    expect(login.sends()).toEqual([]);
    await using next = await login.start();
    const { accessToken } = await next.askUntilDecided("get");
    expect((await get()).accessToken).toBe(accessToken);
    expect(login.server.counters()).toMatchObject({ tokenRequests: 1, reuses: 0 });
  });
});
