import { expect, test } from "vitest";
import { publishedReadme } from "../src/published-readme.ts";
import { repositoryFields } from "../src/repository.ts";
import { workspace } from "../src/workspace.ts";

const repository = "https://git.example.com/owner/name";

function published(markdown: string, from?: string): Promise<string> {
  const page = { root: workspace, folder: "packages/fetch", version: "1.2.3", repository: from };
  return publishedReadme(markdown, page);
}

test("Links of a page lead to the repository at the version that is published", async () => {
  const markdown = "see [core](../core#events), [the\nsource](src/index.ts)";
  expect(await published(markdown, repository)).toBe(
    `see [core](${repository}/tree/v1.2.3/packages/core#events), ` +
      `[the\nsource](${repository}/blob/v1.2.3/packages/fetch/src/index.ts)`,
  );
});

test("Without a repository, the text of such a link is left", async () => {
  expect(await published("see [core](../core#events)")).toBe("see core");
});

test("Links that need no repository, and code, stay as they are", async () => {
  const markdown = "[RFC](https://example.com) [above](#top)\n```ts\nlist[0](../core);\n```\n";
  expect(await published(markdown)).toBe(markdown);
  expect(await published(markdown, repository)).toBe(markdown);
});

test("A link that leads nowhere stays, for the check of the tarball", async () => {
  expect(await published("[gone](../gone#a)", repository)).toBe("[gone](../gone#a)");
});

test("The repository tells where the package, its page and its issues are", () => {
  expect(repositoryFields(repository, "packages/fetch")).toEqual({
    repository: { type: "git", url: `git+${repository}.git`, directory: "packages/fetch" },
    homepage: `${repository}/tree/HEAD/packages/fetch#readme`,
    bugs: `${repository}/issues`,
  });
});
