import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type Facts, type Step, steps, type Trial } from "../scenario/protocol.ts";
import { Gate } from "./gate.ts";
import { portOf } from "./port.ts";
import { TrialRun, type Verdict } from "./trial-run.ts";

/** Runs the trials that a runtime asks for, one at a time, and keeps the verdicts. */
export class RefereeServer implements AsyncDisposable {
  readonly verdicts: Verdict[] = [];
  readonly #isPage: boolean;
  readonly #page: string;
  readonly #server = createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    this.#answer(message).then(
      (answer) => response.writeHead(200, { "content-type": typeOf(message) }).end(answer),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  readonly #done = new Gate<string | undefined>();
  #current: TrialRun | undefined;

  /** @param page the script of a page, where it is a browser that runs the trials */
  constructor(page?: string) {
    this.#isPage = page !== undefined;
    this.#page = page ?? "";
  }

  async listen(): Promise<string> {
    return `http://127.0.0.1:${await portOf(this.#server)}`;
  }

  /** Resolves with what has failed, if anything has, when the page has come to its end. */
  get done(): Promise<string | undefined> {
    return this.#done.passed;
  }

  async begin(trial: Trial): Promise<TrialRun> {
    this.#current = await TrialRun.begin(trial, this.#isPage);
    return this.#current;
  }

  async end(facts: Facts): Promise<void> {
    const run = this.#running;
    this.#current = undefined;
    this.verdicts.push(await run.end(facts));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#current?.end({});
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #running(): TrialRun {
    if (!this.#current) throw new Error("no trial is underway");
    return this.#current;
  }

  async #answer(message: IncomingMessage): Promise<string> {
    if (message.url === "/") return '<!doctype html><script type="module" src="/page.js"></script>';
    if (message.url === "/page.js") return this.#page;
    const body = await text(message);
    return JSON.stringify((await this.#do(message.url ?? "", body)) ?? {});
  }

  async #do(path: string, body: string): Promise<object | undefined> {
    if (path === "/begin") return (await this.begin(JSON.parse(body))).target;
    if (path === "/target") return this.#running.target;
    if (path === "/step") return this.#step(JSON.parse(body));
    if (path === "/end") await this.end(JSON.parse(body));
    else if (path === "/done") this.#done.open(JSON.parse(body).failure);
    else throw new Error(`no such path: ${path}`);
    return undefined;
  }

  async #step({ step }: { readonly step: Step }): Promise<undefined> {
    if (!steps.includes(step)) throw new Error(`no such step: ${step}`);
    await this.#running.step(step);
  }
}

function typeOf({ url }: IncomingMessage): string {
  if (url === "/") return "text/html";
  return url === "/page.js" ? "text/javascript" : "application/json";
}
