import { isHttpLoopback } from "@refresh-once/core/adapter";
import type { Account } from "../../accounts/account.ts";
import { messageOf } from "../../program/command-error.ts";
import type { Check } from "../check.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { certificateFinding } from "./certificate.ts";
import { clockFinding } from "./clock.ts";
import { greet } from "./greeting.ts";

/** The checks of the origins to which an account sends tokens. */
export function endpointCheck({ options: { refresh }, origins }: Account): Check {
  return {
    name: "endpoint",
    subject: "The token endpoint",
    run: async (signal) => [
      ...origins.filter(isInsecure).map(insecure),
      ...(await checkEndpoint(refresh.endpoint, signal)),
    ],
  };
}

const endpoint = findingsOf("endpoint");

async function checkEndpoint(origin: string | undefined, signal: AbortSignal): Promise<Finding[]> {
  if (origin === undefined || !URL.canParse(origin)) {
    return [
      endpoint.not_checked(
        "The token endpoint is not known, because the account has a refresh function of its own. Its clock and its certificate were not checked.",
      ),
    ];
  }
  if (isInsecure(origin)) return [insecure(origin)];
  try {
    const greeting = await greet(new URL(origin), signal);
    return [...certificateFinding(greeting), clockFinding(greeting)];
  } catch (thrown) {
    signal.throwIfAborted();
    return [
      endpoint.not_checked(
        `${origin} could not be reached, so its clock and certificate were not checked: ${messageOf(thrown)}`,
      ),
    ];
  }
}

function isInsecure(origin: string): boolean {
  return new URL(origin).protocol !== "https:" && !isHttpLoopback(origin);
}

function insecure(origin: string): Finding {
  return endpoint.problem(
    `${origin} is not encrypted: everybody on the way can read the tokens. Use https://.`,
  );
}
