import { setTimeout as sleep } from "node:timers/promises";
import { refreshFor } from "@refresh-once/end-to-end/scenario";
import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { machineClock } from "../../clock.ts";
import { BareAccounts } from "./bare-accounts.ts";
import { connect } from "./connection.ts";
import { ManagedAccounts } from "./managed-accounts.ts";
import { type Command, type Done, isCommand, isJob } from "./protocol.ts";
import { callByFetch, callByHttp } from "./token-calls.ts";

/** A process of a service that has every account of the bench in use. */
const { target, database } = jobOf(isJob);
const connection = await connect(database);
const calls = { fetch: callByFetch(target.tokenUrl), "node:http": callByHttp(target.tokenUrl) };
const refresh = refreshFor(target);
let managed = new ManagedAccounts({ managed: [] }, connection, refresh);
let bare = new BareAccounts({ managed: [] }, connection.bare);
/** From then on, what this process does counts for the next answer: timers work between two orders as well. */
let answeredAt = process.cpuUsage();

function obey(command: Command): Promise<unknown> {
  switch (command.kind) {
    case "open":
      managed = new ManagedAccounts(command, connection, refresh);
      bare = new BareAccounts(command, connection.bare);
      return bare.logIn();
    case "renew":
      return managed.renew();
    case "bare refresh":
      return bare.refresh(calls.fetch);
    case "bare commands":
      return bare.refresh(async (tokens) => tokens);
    case "token call":
      return bare.callAll(calls[command.by]);
    case "wait":
      return sleep(command.duration);
  }
}

async function answer(command: Command): Promise<Done> {
  managed.committedAt = undefined;
  await obey(command);
  const { user, system } = process.cpuUsage(answeredAt);
  answeredAt = process.cpuUsage();
  const { committedAt } = managed;
  return {
    at: machineClock(),
    cpu: user + system,
    commands: connection.counts.take(),
    ...(committedAt !== undefined && { committedAt }),
  };
}

await answerOrders(isCommand, answer);
