import { codeOf } from "./system-error.ts";

/** How Windows rejects to replace or remove a file while another process has it open. */
const inUse: readonly (string | undefined)[] = ["EPERM", "EACCES", "EBUSY"];

/** The pauses between attempts, ms. In total they are longer than a reader or a virus scanner needs. */
const pauses = [5, 10, 20, 40, 80, 160, 320, 640];

/**
 * Retries an operation that Windows rejects because the file is open in another process. Elsewhere an open
 * file can be replaced, and these errors are about permissions, so that they are not retried.
 */
export async function retryWhileInUse<T>(
  operation: () => Promise<T>,
  platform: string = process.platform,
): Promise<T> {
  for (const pause of platform === "win32" ? pauses : []) {
    try {
      return await operation();
    } catch (error) {
      if (!inUse.includes(codeOf(error))) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return operation();
}
