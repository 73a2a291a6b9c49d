/** How a user's project may be compiled. */
export interface Setting {
  readonly name: "nodenext" | "bundler" | "browser" | "commonjs" | "without-us";
  readonly files: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: "ES2022",
};
const node = { lib: ["ES2022"], types: ["node"] };
const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };

/** With Node's types: all entries, wrong uses of them, and every quick start. */
export function settingsOf(quickStarts: readonly string[]): readonly Setting[] {
  const files = ["entries.mts", "wrong-uses.mts", ...quickStarts];
  return [
    { name: "nodenext", files, options: { ...strict, ...nodenext, ...node } },
    { name: "bundler", files, options: { ...strict, ...bundler, ...node } },
    // No types of Node.js: what runs anywhere must not ask for them.
    {
      name: "browser",
      files: ["portable.mts"],
      options: { ...strict, ...bundler, lib: ["ES2022", "DOM"], types: [] },
    },
  ];
}

/** For compilers that know of it. */
export const commonJs: Setting = {
  name: "commonjs",
  files: ["required.cts"],
  options: { ...strict, ...nodenext, ...node },
};

/** Third parties alone: what does not compile here either is not ours. */
export const withoutUs: Setting = {
  name: "without-us",
  files: ["third-parties.mts"],
  options: { ...strict, ...nodenext, ...node },
};
