import { tellParent } from "@refresh-once/end-to-end/scenario";
import { contenders } from "../clients/contenders.ts";
import { machineClock } from "../clock.ts";
import { type Answered, isProcessJob } from "./protocol.ts";

/** A process of a service: sends a request whenever it is told to. */
const job: unknown = JSON.parse(process.argv[2] ?? "");
if (!isProcessJob(job)) throw new TypeError("no job");

const { name, login, path } = job;
const contender = contenders.find((one) => one.name === name);
if (!contender) throw new TypeError(`no contender "${name}"`);

let times: Omit<Answered, "isGood" | "at"> = {};
const requests = contender.open({
  ...login,
  path,
  fetch,
  axios: {},
  onTokens: (what) => {
    const now = machineClock();
    times = { ...times, ...(what === "committing" ? { committingAt: now } : { inUseAt: now }) };
  },
});

process.on("message", async () => {
  times = {};
  const isGood = await requests.get().then(
    (status) => status === 200,
    () => false,
  );
  await tellParent({ isGood, at: machineClock(), ...times } satisfies Answered);
});
process.on("disconnect", () => process.exit());
await tellParent({ isGood: true, at: machineClock() } satisfies Answered);
