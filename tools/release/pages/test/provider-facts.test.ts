import { fileURLToPath } from "node:url";
import * as providers from "@refresh-once/providers";
import { describe, expect, test } from "vitest";
import { presetComments } from "../src/provider-facts/comments.ts";
import { providerFactsPage } from "../src/provider-facts/page.ts";
import { presets } from "../src/provider-facts/presets.ts";

const comments = await presetComments();

describe("docs/provider-facts.md", () => {
  test("is what the presets say; `npx vitest run -u` writes it", async () => {
    const page = fileURLToPath(new URL("../../../../docs/provider-facts.md", import.meta.url));
    await expect(providerFactsPage(presets, comments)).toMatchFileSnapshot(page);
  });

  test("has every preset", () => {
    const names = Object.keys(providers).filter((name) => !/^(token|refreshTokenGrant)/.test(name));
    expect(Object.keys(presets).sort()).toEqual(names.sort());
  });

  const registered = Object.keys(presets).filter(
    (name) => !/^(oroBank|vault|autional|partner|clientCredentials)$/.test(name),
  );

  test.each(registered)("names a source for %s, and when it was read", (name) => {
    const { sources = [] } = comments.get(name) ?? {};
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect(source).toMatch(/^\[[^\]]+\]\(https:\/\/\S+\), read \d{4}-\d\d-\d\d(: |$)/);
    }
  });
});
