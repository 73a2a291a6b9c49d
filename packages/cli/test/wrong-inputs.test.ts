import { startAuthorizationServer } from "@refresh-once/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run, runAlone } from "./running/command.ts";
import { configuredProject, emptyProject, imports, type Project } from "./running/project.ts";

let project: Project;
let empty: Project;

beforeAll(async () => {
  await using server = await startAuthorizationServer();
  project = await configuredProject(server);
  empty = await emptyProject();
  await project.write("broken.mjs", "export default {");
  await project.write("none.mjs", "export default {};");
  await project.write("no-refresh.mjs", "export default { oro: { refesh: 1 } };");
  await project.write(
    "wrong-login.mjs",
    `${imports}
export default { oro: { refresh: oroBank() } };
export const logins = { oro: { issuer: "auth.example", clientId: "app" } };`,
  );
  await project.write(
    "misspelt-login.mjs",
    `${imports}
export default { oro: { refresh: oroBank() } };
export const logins = { orro: { issuer: "https://auth.example", clientId: "app" } };`,
  );
  await project.write(
    "wrong-option.mjs",
    `${imports}
export default { oro: { refresh: oroBank(), refreshbefore: 1 } };`,
  );
});
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await empty[Symbol.asyncDispose]();
});

const oneStore = ["--store", "file:a.json"];

const rows: readonly [args: readonly string[], says: RegExp][] = [
  [[], /Usage: refresh-once/],
  [["statsu"], /Did you mean status\?/],
  [["status", "orro"], /There is no account "orro" .* Did you mean "oro"\? It has: oro, shop/],
  [["status", "--jsn"], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  [["token"], /missing required argument 'NAME'/],
  [["token", "oro", "shop"], /too many arguments/],
  [["refresh", "nobody"], /There is no account "nobody"/],
  [["doctor", "nobody"], /There is no account "nobody"/],
  [["keep", "nobody"], /There is no account "nobody"/],
  [["keep", "--every", "soon"], /A duration is a number and a unit/],
  [["move", "oro"], /required option '--to <store>' not specified/],
  [["move", "oro", "--to", "disk:a"], /A store must be file:PATH/],
  [["logout"], /missing required argument/],
  [["login", "oro", "--device"], /The device flow needs the issuer of "oro"/],
  [["login", "oro"], /No refresh token was given/],
  [["fetch", "oro"], /missing required argument 'URL'/],
  [["fetch", "oro", "api.example.com"], /The URL, the method or a header is not valid/],
  [["fetch", "oro", "https://a.example", "--origin", "a"], /--origin must be an origin/],
  [["fetch", "oro", "https://a.example", "-H", "no colon"], /a header is not valid/],
  [["status", "--config", "missing.mjs"], /There is no file .*missing\.mjs/],
  [["status", "--config", "broken.mjs"], /broken\.mjs cannot be loaded: /],
  [["status", "--config", "none.mjs"], /none\.mjs has no accounts/],
  [["status", "--config", "no-refresh.mjs"], /the account "oro" needs a refresh function/],
  [["status", "--config", "wrong-login.mjs"], /"issuer" must be an https:\/\/ URL/],
  [["status", "--config", "misspelt-login.mjs"], /no account "orro"\. Did you mean "oro"\?/],
  [["token", "oro", "--config", "wrong-option.mjs"], /refreshbefore/],
  [["login", "oro", "--config", "wrong-option.mjs"], /has no store, so the login would be lost/],
  [["status", "--config", "broken.mjs", ...oneStore], /not both/],
  [["status", "--store", "disk:a"], /A store must be file:PATH, redis:/],
  [["status", "--store", "redis://127.0.0.1"], /The store needs the key of the account/],
  [["status", "a", "b", ...oneStore], /Give one name/],
  [
    ["status", "--issuer", "https://a.example", "--client-id", "a"],
    /Say where the tokens are kept/,
  ],
  [["token", "a", "--issuer", "https://a.example", ...oneStore], /--client-id ID/],
  [["token", "a", "--issuer", "a", "--client-id", "a", ...oneStore], /"issuer" must be/],
  [["token", "a", "--issuer", "a", "--token-endpoint", "b", ...oneStore], /not both/],
  [
    ["token", "a", "--token-endpoint", "https://a.example/token", "--client-id", "a"].concat(
      ["--client-secret-env", "NO_SUCH_VARIABLE"],
      oneStore,
    ),
    /NO_SUCH_VARIABLE is empty or not set/,
  ],
];

test.for(rows)("refresh-once %j says what to do, and ends with 2", async ([args, says]) => {
  const ended = await run(args, { cwd: project.folder });
  expect(ended.stderr).toMatch(says);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
});

test("without a configuration, the message says how to get one", async () => {
  const ended = await runAlone(["status"], { cwd: empty.folder });
  expect(ended.stderr).toContain("There is no refresh-once.config.mjs in this folder.");
  expect(ended.code).toBe(2);
});

test("help is a result", async () => {
  const ended = await run(["status", "--help"], { cwd: empty.folder });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout.split("\n").length).toBeLessThan(24);
});
