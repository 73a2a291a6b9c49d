import { cpus, loadavg, totalmem } from "node:os";

/** On what was measured, and when; Markdown. */
export function machine(): string {
  const all = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const [load = 0] = loadavg();
  return [
    `- CPU: ${all[0]?.model.trim() ?? "unknown"}, ${all.length} cores`,
    `- Memory: ${gigabytes} GB`,
    `- ${process.platform} ${process.arch}, Node.js ${process.version}`,
    `- ${new Date().toISOString().slice(0, 10)}, load before the run ${load.toFixed(1)}`,
  ].join("\n");
}
