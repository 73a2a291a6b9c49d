import {
  benchStores,
  readStoresSettings,
  storesReport,
  storesUsage,
} from "./stores/stores-bench.ts";

const [subject, ...args] = process.argv.slice(2);
if (subject === "stores") await run();
else {
  console.log(storesUsage);
  process.exitCode = subject === undefined || subject === "--help" ? 0 : 2;
}

async function run(): Promise<void> {
  try {
    const settings = readStoresSettings(args);
    console.log(storesReport(await benchStores(settings)));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
