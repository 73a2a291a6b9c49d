import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DatabaseServer, hasRedis, startRedis, startTcpProxy } from "../src/index.ts";

describe.skipIf(!hasRedis())("A server of a test's own", () => {
  let server: DatabaseServer;
  const open: Socket[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    for (const socket of open) socket.destroy();
    await server[Symbol.asyncDispose]();
  });

  /** What comes back for a line: empty when the connection is cut instead. */
  function ask(port: number, line: string): Promise<string> {
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    open.push(socket);
    socket.write(`${line}\r\n`);
    return new Promise((resolve) => {
      socket.on("data", (data) => resolve(`${data}`.trim()));
      socket.on("error", () => {}).on("close", () => resolve(""));
    });
  }

  test("keeps what it has answered over a kill", async () => {
    expect(await ask(server.port, "SET kept 1")).toBe("+OK");
    await server.kill();
    expect(await ask(server.port, "GET kept")).toBe("");
    await server.start();
    expect(await ask(server.port, "GET kept")).toBe("$1\r\n1");
  });

  test("knows its processes", async () => {
    await using other = await startRedis();
    const [pid = 0] = await other.processes();
    expect(await readFile(`/proc/${pid}/cmdline`, "utf8")).toContain(`:${other.port}`);
    await other.kill();
    expect(await other.processes()).toEqual([]);
  });

  test("answers nothing while it is paused, and everything afterwards", async () => {
    await using other = await startRedis();
    await server.pause();
    const answer = ask(server.port, "PING").then(() => "paused");
    expect(await Promise.race([answer, ask(other.port, "PING")])).toBe("+PONG");
    await server.resume();
    expect(await answer).toBe("paused");
  });

  test.each([
    ["before", "$-1"],
    ["after", "$1\r\n1"],
  ] as const)("is cut off from a client %s it has seen a command", async (when, stored) => {
    await using proxy = await startTcpProxy(server.port);
    const cut = proxy.cut(`SET ${when}`, when);
    expect(await ask(proxy.port, `SET ${when} 1`)).toBe("");
    await cut;
    expect(await ask(proxy.port, `GET ${when}`)).toBe(stored);
  });

  test.each([
    ["before", "$-1"],
    ["after", "$1\r\n1"],
  ] as const)("can be held %s it has seen a command, and then goes on", async (when, stored) => {
    await using proxy = await startTcpProxy(server.port);
    const key = `held-${when}`;
    const holding = proxy.hold(`SET ${key}`, when);
    const answer = ask(proxy.port, `SET ${key} 1`);
    const held = await holding;
    expect(await ask(proxy.port, `GET ${key}`)).toBe(stored);
    held.pass();
    expect(await answer).toBe("+OK");
  });

  test("is out of reach while the proxy is closed", async () => {
    await using proxy = await startTcpProxy(server.port);
    proxy.close();
    expect(await ask(proxy.port, "PING")).toBe("");
    proxy.open();
    expect(await ask(proxy.port, "PING")).toBe("+PONG");
  });
});
