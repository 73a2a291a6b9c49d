import { describe, expect, test } from "vitest";
import {
  createTokenManager,
  createTokenManagerPool,
  memoryStore,
  type TokenEvent,
} from "../src/index.ts";
import { StrictEndpoint } from "./strict-endpoint.ts";

const endpoint = "https://auth.example";

/** A refresh function like that of a preset, whose tokens are dead. */
function preset() {
  const { refresh } = new StrictEndpoint();
  return Object.assign((...of: Parameters<typeof refresh>) => refresh(...of), { endpoint });
}

describe("P10: an error names its account", () => {
  test("by the option `name`, and the origin of the token endpoint", async () => {
    const events: TokenEvent[] = [];
    const tokens = createTokenManager({
      refresh: preset(),
      name: "oro:42",
      seed: { refreshToken: "dead" },
      onEvent: (event) => void events.push(event),
    });
    await expect(tokens.get()).rejects.toMatchObject({
      code: "invalid_grant",
      account: "oro:42",
      endpoint,
      attempts: 1,
      elapsed: expect.any(Number),
      message: expect.stringMatching(
        / \(account oro:42, token endpoint https:\/\/auth\.example\)$/,
      ),
    });
    expect(events).toMatchObject([
      {
        type: "reauthorization_required",
        account: "oro:42",
        endpoint,
        error: { account: "oro:42" },
      },
    ]);
  });

  test("in a pool by its key, unless it has another name", async () => {
    const options = { store: memoryStore(), seed: { refreshToken: "dead" } };
    const pool = createTokenManagerPool((key) => ({
      ...options,
      refresh: preset(),
      ...(key === "7" && { name: "seven" }),
    }));
    await expect(pool.get("6").get()).rejects.toMatchObject({ account: "6" });
    await expect(pool.get("7").get()).rejects.toMatchObject({ account: "seven" });
  });

  test.each(["", 7, null])("a name must not be %j", (name) => {
    const options = { refresh: preset(), name };
    expect(() => Reflect.apply(createTokenManager, undefined, [options])).toThrow(
      '"name" must be a non-empty string',
    );
  });
});
