import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { call, failureOf } from "./call.ts";
import { everyPreset } from "./every-preset.ts";
import { answers, useNock } from "./wire.ts";

useNock();

/** `TESTS=full`: all statuses with each preset; else all with one preset, and one with the others. */
const isFull = process.env.TESTS === "full";

describe.each(everyPreset)("$name", ({ name, url, refresh }) => {
  const some = (statuses: readonly number[]) =>
    isFull || name === "refreshTokenGrant" ? statuses : statuses.slice(0, 1);

  test.each([
    ["invalid_grant", "invalid_grant", "terminal"],
    ["invalid_request", "request_rejected", "misuse"],
    ["invalid_client", "request_rejected", "misuse"],
    ["unauthorized_client", "request_rejected", "misuse"],
    ["unsupported_grant_type", "request_rejected", "misuse"],
    ["invalid_scope", "request_rejected", "misuse"],
    ["use_dpop_nonce", "unavailable", "transient"],
    ["server_error", "unavailable", "transient"],
    ["temporarily_unavailable", "unavailable", "transient"],
  ])("%s is %s, and the message contains the code", async (error, code, kind) => {
    for (const status of some([400, 401, 403])) {
      answers(url, status, { error, error_description: "not for the message" });
      const failure = await failureOf(call(refresh, "r1"));
      expect(failure).toMatchObject({ code, kind });
      expect(failure.message).toContain(error);
      expect(inspect(failure)).not.toContain("not for the message");
    }
  });

  test.each([
    ["control characters", "\u001b[31mHOSTILE\u0007"],
    ["line breaks", "invalid_grant\r\nHOSTILE: 1"],
    ["10 kB", "HOSTILE".repeat(1_500)],
    ["10 kB in lower case", "hostile".repeat(1_500)],
    ["markup", "<script>HOSTILE</script>"],
    ["bidirectional text", "\u202eHOSTILE"],
  ])("an error code with %s is never in the message", async (_, error) => {
    for (const status of some([200, 400, 500])) {
      answers(url, status, { error });
      const failure = await failureOf(call(refresh, "r1"));
      expect(["request_rejected", "unavailable"]).toContain(failure.code);
      expect(inspect(failure, { depth: 10, showHidden: true })).not.toMatch(/hostile/i);
      expect(failure.message).toMatch(/^[\x20-\x7e]{1,200}$/);
    }
  });

  test.each([17, null, ["invalid_grant"], { code: "invalid_grant" }])(
    "an error of %j is not an OAuth error",
    async (error) => {
      answers(url, 400, { error });
      expect(await failureOf(call(refresh, "r1"))).toMatchObject({ code: "request_rejected" });
    },
  );
});
