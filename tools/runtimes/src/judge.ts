import { deepStrictEqual, ok } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import type { AuthorizationServer, Counters } from "@refresh-once/testing";
import type { CaseName, Facts, Trial } from "../scenario/protocol.ts";

type Judgement = (trial: Trial, server: AuthorizationServer, facts: Facts) => void;

/** How many rounds two processes go on one file. */
export const fileRounds = 5;

const judgements: Readonly<Record<CaseName, Judgement>> = {
  "a storm at an expiry": (_, server, { statuses }) => {
    counted(server, { refreshes: 1, tokenRequests: 1, accepted: 51 });
    deepStrictEqual(statuses, [200]);
  },
  "a late 401": (_, server, facts) => {
    deepStrictEqual(facts, { first: 200, isLate: true, late: 200 });
    counted(server, { refreshes: 1, tokenRequests: 1, unauthorized: 2, accepted: 3 });
  },
  "a POST with a body": ({ client }, server, { contentType, body, ...facts }) => {
    counted(server, { refreshes: 1, unauthorized: 1, accepted: 2 });
    deepStrictEqual(facts, { status: 200, method: "POST" });
    deepStrictEqual(JSON.parse(String(body)), { iban: "DE00", name: "Zoë" });
    ok(String(contentType).startsWith("application/json"), `${client} says ${contentType}`);
  },
  "a foreign origin": (_, server, facts) => {
    deepStrictEqual(facts, { status: 401 });
    isForeignWithoutToken(server);
    counted(server, { tokenRequests: 0, resourceRequests: 0 });
  },
  "a redirect to a foreign origin": (_, server) => isForeignWithoutToken(server),
  "one of two callers aborts": ({ client }, server, facts) => {
    const one = client === "axios" ? "CanceledError" : "AbortError";
    deepStrictEqual(facts, { one, other: 200 });
    counted(server, { refreshes: 1, tokenRequests: 1, unauthorized: 2, accepted: 1 });
  },
  "a dead refresh token": (_, server, facts) => {
    const failure = "terminal invalid_grant";
    deepStrictEqual(facts, { failures: [failure], later: failure });
    // Who comes later sends once, as its access token seems good still; it costs no call of the token endpoint.
    counted(server, { tokenRequests: 1, resourceRequests: 22, accepted: 1 });
  },
  "a storm with bound tokens": isBoundStorm,
  "a Request with a body": (_, server, facts) => {
    const contentType = "text/plain;charset=utf-8";
    deepStrictEqual(facts, { status: 200, method: "POST", body: "Zoë, once more", contentType });
    counted(server, { refreshes: 1, unauthorized: 1, accepted: 1 });
  },
  "an encrypted store": (_, server, { stored, ...facts }) => {
    deepStrictEqual(facts, { other: 200, shows: false });
    // A compact JWE whose key is agreed upon has nothing between its first two dots (RFC 7516 §7.1).
    ok(/"[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+"/.test(String(stored)), `stored: ${stored}`);
    counted(server, { refreshes: 1, tokenRequests: 1, accepted: 22 });
  },
  "a storm with tokens bound to an Ed25519 key": isBoundStorm,
  "a request that ends": (_, server, facts) => {
    deepStrictEqual(facts, { later: "200" });
    counted(server, { refreshes: 1, tokenRequests: 2, accepted: 1 });
  },
  "a request that ends while another waits": (_, server, facts) => {
    deepStrictEqual(facts, { waiting: "200" });
    counted(server, { refreshes: 1, tokenRequests: 2, unauthorized: 2, accepted: 1 });
  },
  "two processes, one file": (_, server) => {
    const accepted = 2 * 25 * fileRounds;
    counted(server, { refreshes: fileRounds, tokenRequests: fileRounds, accepted });
  },
  "a killed process": (_, server) => {
    counted(server, { refreshes: 1, tokenRequests: 2, accepted: 25 });
  },
};

/** What was not as it should have been; the server's counts come before what the runtime says. */
export function judge(trial: Trial, server: AuthorizationServer, facts: Facts): string | undefined {
  const { failure } = facts;
  if (failure !== undefined) return String(failure);
  try {
    judgements[trial.name](trial, server, facts);
    counted(server, { reuses: 0 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isBoundStorm(_: Trial, server: AuthorizationServer, facts: Facts): void {
  deepStrictEqual(facts, { statuses: [200], bodies: ["", '{"iban":"DE00"}'] });
  // One refresh binds the login, and one is that of the storm. Each has to ask for a nonce first.
  counted(server, { refreshes: 2, tokenRequests: 4, accepted: 51 });
}

function counted(server: AuthorizationServer, expected: Partial<Counters>): void {
  const all = server.counters();
  const message = `counted ${JSON.stringify(all)}, not ${JSON.stringify(expected)}`;
  ok(isDeepStrictEqual({ ...all, ...expected }, all), message);
}

function isForeignWithoutToken(server: AuthorizationServer): void {
  const requests = server.foreignRequests();
  ok(requests.length > 0, "nothing came to the foreign origin");
  for (const { headers } of requests) deepStrictEqual(headers.authorization, undefined);
}
