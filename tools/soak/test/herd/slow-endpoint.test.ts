import { connect } from "node:net";
import { expect, it } from "vitest";
import { Families } from "../../src/herd/families.ts";
import { SlowEndpoint } from "../../src/herd/slow-endpoint.ts";

function body(refreshToken: string): URLSearchParams {
  return new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
}

it("carries out the request of a client that has gone", async () => {
  const families = new Families(1);
  await using endpoint = await SlowEndpoint.start(families, 0.5);
  const { port } = new URL(endpoint.url);
  const text = `${body(families.login(0))}`;
  const socket = connect(Number(port), "127.0.0.1");
  const head = ["POST /token HTTP/1.1", "host: localhost", `content-length: ${text.length}`];
  socket.end([...head, "", text].join("\r\n"));
  await expect.poll(() => endpoint.requests).toBe(1);
  socket.resetAndDestroy();
  await expect.poll(() => endpoint.repliesLost).toBe(1);
  expect(families.refreshes).toBe(1);
  expect(endpoint).toMatchObject({ connections: 0, mostConnections: 1 });
});

it("serves in the order of arrival, not faster than its rate", async () => {
  const families = new Families(3);
  await using endpoint = await SlowEndpoint.start(families, 100);
  const begun = performance.now();
  const replies = await Promise.all(
    [0, 1, 2].map((account) =>
      fetch(endpoint.url, { method: "POST", body: body(families.login(account)) }),
    ),
  );
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  // A timer may fire up to a millisecond early.
  expect(performance.now() - begun).toBeGreaterThan(28);
});
