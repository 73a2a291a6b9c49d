import { backgroundTimer } from "../time/index.ts";
import { attempt } from "../values/index.ts";

/** The most that is read of a body, bytes. A new connection costs less than reading more. */
const longest = 1024 * 1024;

/** The longest that a body may take, ms. */
const slowest = 1_000;

/** A body, of any kind of stream, that its caller will never read. */
export interface UnreadBody {
  /** Reads the next piece. */
  next(): Promise<{
    /** Whether the body has ended. */
    readonly done?: boolean | undefined;
    /** The piece: bytes or a string. */
    readonly value?: unknown;
  }>;
  /** Closes the connection. */
  cancel(): unknown;
}

/**
 * Reads a body to its end, so that its connection can be used again. A body that is too long or too
 * slow is cancelled instead, because it would hold the connection.
 */
export async function drain(body: UnreadBody): Promise<void> {
  const cancel = () => attempt(() => Promise.resolve(body.cancel()).catch(() => {}));
  let isAtEnd = false;
  const reading = readOn(body, cancel).then(() => {
    isAtEnd = true;
  });
  // A body that is already in memory ends within these turns, so it needs no timer.
  for (let turn = 0; turn < 8 && !isAtEnd; turn++) await undefined;
  if (isAtEnd) return;
  const stopTimer = backgroundTimer(slowest, cancel);
  await reading;
  stopTimer();
}

async function readOn({ next }: UnreadBody, cancel: () => void): Promise<void> {
  let left = longest;
  try {
    for (let piece = await next(); !piece.done; piece = await next()) {
      left -= sizeOf(piece.value);
      if (left < 0) return cancel();
    }
  } catch {
    // If a layer of the client fails, the connection below it may still be open.
    cancel();
  }
}

/** A stream of Node.js may give strings. */
function sizeOf(piece: unknown): number {
  const { byteLength, length = 0 }: { byteLength?: number; length?: number } = Object(piece);
  return byteLength ?? length;
}
