import { answerOrders, jobOf } from "@refresh-once/processes/in-worker";
import { contenders } from "../clients/contenders.ts";
import { machineClock } from "../clock.ts";
import { type Answered, isOrder, isProcessJob } from "./protocol.ts";

/** A process of a service: sends a request whenever it is told to. */
const { name, login, path } = jobOf(isProcessJob);
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

async function send(): Promise<Answered> {
  times = {};
  const isGood = await requests.get().then(
    (status) => status === 200,
    () => false,
  );
  return { isGood, at: machineClock(), ...times };
}

await answerOrders(isOrder, send);
