/** Which of its calls of the token endpoint a worker makes. */
export interface Sender {
  /** The number of the process: pids come back. */
  readonly worker: number;
  readonly account: string;
  /** The number of its call for this account, from 1. */
  readonly call: number;
}

/** How a worker's call names its sender, and which token it is about before the body is read. */
export const callHeaders = { sender: "x-soak-sender", token: "x-soak-token" } as const;

export function writeSender({ worker, account, call }: Sender): string {
  return `${worker}/${account}/${call}`;
}

export function readSender(text: string): Sender {
  const [worker, account = "", call] = text.split("/");
  return { worker: Number(worker), account, call: Number(call) };
}

/** A request to the token endpoint, as its sender has seen it; times are epoch ms. */
export interface Sent {
  readonly sender: Sender;
  readonly begunAt: number;
  readonly endedAt: number;
  /** A status, or the code or name of an error. */
  readonly outcome: string;
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
