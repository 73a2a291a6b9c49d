import { fileStore } from "@refresh-once/core/file";
import { homeOf, openAccount } from "./account.ts";
import { openClient } from "./clients.ts";
import { Referee } from "./referee.ts";

/** One of the processes on a file: 25 requests at once, after each expiry that the other one sees as well. */
const [, , url = "", path = "", rounds = ""] = process.argv;
const referee = new Referee(url);
const target = await referee.target();
const client = openClient("fetch", openAccount(target, { store: fileStore(path) }), homeOf(target));
const burst = () => Promise.all(Array.from({ length: 25 }, () => client()));
for (let round = 0; round < Number(rounds); round++) {
  await referee.step("meet");
  await burst();
}
if (rounds === "0") await burst();
