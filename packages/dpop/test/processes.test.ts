import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fleet } from "@refresh-once/processes";
import { expect, onTestFinished, test } from "vitest";
import { logIn } from "./oidc/log-in.ts";
import { type OidcServer, startOidcServer } from "./oidc/server.ts";
import { isOutcomes } from "./workers/protocol.ts";

/** Processes that share the token file of a new login. */
async function startProcesses(server: OidcServer, clocks: readonly number[]) {
  const folder = await mkdtemp(join(tmpdir(), "refresh-once-dpop-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { tokenUrl, resourceUrl } = server;
  const shared = { tokenUrl, resourceUrl, path: join(folder, "tokens.json") };
  const seed = await logIn(server);
  return Fleet.start({
    source: new URL("workers/storm-worker.ts", import.meta.url),
    jobs: clocks.map((ahead) => ({ ...shared, seed, ahead })),
    isMessage: isOutcomes,
  });
}

/** The long form, `TESTS=full`, also runs a server that wants no nonces, and a clock that is slow. */
const isFull = process.env.TESTS === "full";

const all = (processes: number, size: number, status: number) =>
  Array<number[]>(processes).fill(Array<number>(size).fill(status));

test.each(isFull ? [false, true] : [true])(
  "two processes with 50 requests each, required nonces: %s. Cold, after a 401, after a nonce change",
  async (requireNonce) => {
    await using server = await startOidcServer({ requireNonce, mustBind: true });
    await using fleet = await startProcesses(server, [0, 0]);
    const storm = () => fleet.ask(() => 50);
    expect(await storm()).toEqual(all(2, 50, 200));
    expect(server.counts).toMatchObject({ consumed: 1, revoked: 0 });
    server.expireAccessTokens();
    expect(await storm()).toEqual(all(2, 50, 200));
    expect(server.counts).toMatchObject({ consumed: 2, revoked: 0 });
    const { calls } = server.counts;
    server.resource.changeNonce();
    expect(await storm()).toEqual(all(2, 50, 200));
    expect(server.counts).toMatchObject({ calls, consumed: 2, revoked: 0 });
    const rejections = new Set(server.counts.rejections);
    const forNonce = "use_dpop_nonce: nonce is required in the DPoP proof";
    expect([...rejections]).toEqual(requireNonce ? [forNonce] : []);
  },
);

test.each(isFull ? [60_000, -60_000] : [60_000])(
  "a clock that is off by %d ms costs no refresh token, and nothing at all with nonces",
  async (ahead) => {
    await using server = await startOidcServer({ requireNonce: true });
    await using fleet = await startProcesses(server, [ahead]);
    expect(await fleet.ask(() => 5)).toEqual(all(1, 5, 401));
    expect(server.resource.challenges).toEqual(
      Array(5).fill('error="invalid_dpop_proof", error_description="wrong claim"'),
    );
    expect(server.counts).toMatchObject({ consumed: 1, revoked: 0 });
    server.resource.changeNonce();
    expect(await fleet.ask(() => 5)).toEqual(all(1, 5, 200));
    expect(server.counts).toMatchObject({ consumed: 1, revoked: 0 });
  },
);
