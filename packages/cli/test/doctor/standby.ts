import type { EventEmitter } from "node:events";
import { once } from "node:events";
import pg from "pg";

/**
 * Connects to a server as a standby that has written, flushed and applied all that the server has.
 *
 * @see {@link https://www.postgresql.org/docs/current/protocol-replication.html Streaming replication protocol}
 */
export async function connectStandby(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, ...{ replication: "true" } });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query("IDENTIFY_SYSTEM");
  const position: string = rows[0].xlogpos;
  const connection = connectionOf(client);
  const begun = once(connection, "replicationStart");
  client.query(`START_REPLICATION PHYSICAL ${position}`).catch(() => {});
  await begun;
  connection.sendCopyFromChunk(statusUpdate(position));
  return client;
}

/** pg has no types for what is below a client. */
interface Connection extends EventEmitter {
  sendCopyFromChunk(chunk: Buffer): void;
}

function connectionOf(client: pg.Client): Connection {
  const connection: unknown = Reflect.get(client, "connection");
  if (isConnection(connection)) return connection;
  throw new TypeError("pg has changed");
}

function isConnection(value: unknown): value is Connection {
  return typeof value === "object" && value !== null && "sendCopyFromChunk" in value;
}

function statusUpdate(position: string): Buffer {
  const [high = "", low = ""] = position.split("/");
  const lsn = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
  const message = Buffer.alloc(34);
  message.write("r");
  for (const offset of [1, 9, 17]) message.writeBigUInt64BE(lsn, offset);
  return message;
}
