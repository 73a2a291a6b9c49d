/** Which of its calls of the token endpoint a worker makes. */
export interface Sender {
  /** The number of the process: pids come back. */
  readonly worker: number;
  /** The number of the call, from 1. */
  readonly call: number;
}

/** How a worker's call names its sender, and which token it is about before the body is read. */
export const callHeaders = { sender: "x-soak-sender", token: "x-soak-token" } as const;

export function writeSender({ worker, call }: Sender): string {
  return `${worker}/${call}`;
}

export function readSender(text: string): Sender {
  const [worker = 0, call = 0] = text.split("/").map(Number);
  return { worker, call };
}

/** One call of the token endpoint, with what became of it; times are epoch ms. */
export interface RefreshCall {
  readonly sender: Sender;
  readonly refreshToken: string;
  readonly receivedAt: number;
  /** The refresh token was spent, and its successor made. */
  rotatedAt?: number;
  /** The reply has left the server whole. */
  repliedAt?: number;
  /** The sender has said that the reply is in the token file. */
  storedAt?: number;
  /** The connection has ended before there was a reply. */
  isGone: boolean;
}
