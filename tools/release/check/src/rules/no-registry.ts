import type { Rule } from "../held.ts";

const registry = /\bregistry\.[\w-]+\.\w+|_authToken|_resolved|"resolved":/;

export const noRegistry: Rule = {
  holds: "no file names a registry",
  async violations(packages) {
    const all = packages.flatMap(({ name, files, text }) =>
      files.map(async (file) => {
        const found = registry.exec(await text(file))?.[0];
        return found === undefined ? [] : [`${name}: ${file} names ${found}`];
      }),
    );
    return (await Promise.all(all)).flat();
  },
};
