import axios from "axios";
import { describe, expect, test } from "vitest";
import { adapters, expectAlike, failureOf, openTwo } from "./two-clients.ts";

type ValidateStatus = ((status: number) => boolean) | null;

const rules: [string, ValidateStatus][] = [
  ["every status", () => true],
  ["none of its own", null],
  ["only below 500", (status) => status < 500],
  ["nothing at all", () => false],
  ["a 401 only", (status) => status === 401],
];

describe.each(adapters)("validateStatus on the %s adapter", (adapter) => {
  test.each(rules)("that lets through %s decides on the last answer", async (_, validateStatus) => {
    await using clients = await openTwo({ adapter, validateStatus });
    await expectAlike(clients, (api) => api.get("/"));
    expect(clients.sends()).toBe(2);
    clients.resource.answer(() => ({ status: 401, body: "never" }));
    await expectAlike(clients, (api) => api.get("/"));
    clients.resource.answer(() => ({ status: 503, body: "later" }));
    await expectAlike(clients, (api) => api.get("/"));
  });

  test("by default: a second 401 is axios's own error, with the second answer", async () => {
    await using clients = await openTwo({ adapter });
    clients.resource.answer(({ headers }) => ({
      status: 401,
      body: headers.authorization ?? "",
    }));
    const error = await failureOf(clients.attached.get("/"));
    expect(axios.isAxiosError(error)).toBe(true);
    expect(error).toMatchObject({ response: { status: 401, data: "Bearer a1" } });
    expect(clients.sends()).toBe(2);
  });
});
