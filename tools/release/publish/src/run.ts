import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs a program in a folder, which prints for itself. @throws {Error} when it fails */
export async function run(folder: string, program: string, ...args: string[]): Promise<void> {
  const child = spawn(program, args, { cwd: folder, stdio: "inherit" });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}`);
}

/** What a program prints. @throws {Error} when it fails */
export async function printed(folder: string, program: string, ...args: string[]): Promise<string> {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  const output = await text(child.stdout);
  const [code] = await closed;
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}`);
  return output;
}
