import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { retryWhileInUse } from "../../src/file/in-use.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails with these codes, one after the other, and then succeeds. */
function failingWith(...codes: string[]) {
  let attempts = 0;
  const operation = async () => {
    const code = codes[attempts++];
    if (code !== undefined) throw Object.assign(new Error(code), { code });
    return attempts;
  };
  return { operation, attempts: () => attempts };
}

test.each(["EPERM", "EACCES", "EBUSY"])(
  "Windows: a file that is in use (%s) is replaced when it is free",
  async (code) => {
    const { operation } = failingWith(code, code);
    const replaced = retryWhileInUse(operation, "win32");
    await vi.runAllTimersAsync();
    expect(await replaced).toBe(3);
  },
);

test("Windows: a file that stays in use fails with the system's error", async () => {
  const { operation, attempts } = failingWith(...Array<string>(20).fill("EBUSY"));
  const rejection = expect(retryWhileInUse(operation, "win32")).rejects.toMatchObject({
    code: "EBUSY",
  });
  await vi.runAllTimersAsync();
  await rejection;
  expect(attempts()).toBe(9);
});

test.each([
  ["win32", "ENOSPC"],
  ["linux", "EACCES"],
  ["darwin", "EPERM"],
])("on %s, %s is not retried", async (platform, code) => {
  const { operation, attempts } = failingWith(code);
  await expect(retryWhileInUse(operation, platform)).rejects.toMatchObject({ code });
  expect(attempts()).toBe(1);
});
