import { type Account, storeKind } from "../accounts/account.ts";
import { locationOf, type StoreLocation } from "../accounts/store-location.ts";
import { type Check, runCheck } from "./check.ts";
import { readStore } from "./configuration.ts";
import { endpointCheck } from "./endpoint/endpoint-check.ts";
import { fileChecks } from "./file/file-checks.ts";
import type { Finding } from "./finding.ts";
import { postgresChecks } from "./postgres/postgres-checks.ts";
import { redisChecks } from "./redis/redis-checks.ts";

/** What was found out about an account. */
export interface Diagnosis {
  readonly account: string;
  /** The kind of the store, such as `file`. */
  readonly store: string;
  readonly findings: readonly Finding[];
}

/** Makes all checks of an account, one after the other. */
export async function diagnose(account: Account, signal: AbortSignal): Promise<Diagnosis> {
  const { name, options } = account;
  const location = options.store && locationOf(options.store);
  const reading = await readStore(account, signal);
  const findings = [...reading.findings];
  const checks = location && reading.answers ? storeChecks(location) : [];
  for (const check of [...checks, endpointCheck(account)]) {
    findings.push(...(await runCheck(check, signal)));
  }
  return { account: name, store: location?.kind ?? storeKind(account), findings };
}

function storeChecks(location: StoreLocation): readonly Check[] {
  switch (location.kind) {
    case "file":
      return fileChecks(location);
    case "redis":
      return redisChecks(location);
    case "postgres":
      return postgresChecks(location);
  }
}
