import { expect, it } from "vitest";
import { Families } from "../../src/herd/families.ts";

it("rotates refresh tokens, and revokes the family of one that is used again", () => {
  const families = new Families(2);
  const login = families.login(0);
  const reply = families.refresh(login);
  const rotated = "refresh_token" in reply ? reply.refresh_token : "";
  expect(families).toMatchObject({ refreshes: 1, refreshedOnce: 1, reuses: 0, revoked: 0 });
  expect(families.refresh(login)).toEqual({ error: "invalid_grant" });
  expect(families).toMatchObject({ reuses: 1, revoked: 1 });
  expect(families.refresh(rotated)).toEqual({ error: "invalid_grant" });
  expect(families.refresh(families.login(1))).toHaveProperty("access_token");
});

it("does not know the tokens of another run", () => {
  const [one, other] = [new Families(1), new Families(1)];
  expect(one.refresh(other.login(0))).toEqual({ error: "invalid_grant" });
  expect(one.reuses).toBe(0);
});
