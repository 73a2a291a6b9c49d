import { type Compiler, isFrom } from "./compilers.ts";

/** How a user's project may be compiled. */
export interface Setting {
  readonly name: string;
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
const node16 = { module: "node16", moduleResolution: "node16" };
const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };
const node10 = { module: "commonjs", moduleResolution: "node10", esModuleInterop: true };

/** With Node's types: all entries, wrong uses of them, and every quick start. */
export function settingsOf(quickStarts: readonly string[]): readonly Setting[] {
  const modules = ["entries.mts", "wrong-uses.mts", ...quickStarts];
  const commonJs = ["required.cts"];
  return [
    { name: "nodenext", files: modules, options: { ...strict, ...nodenext, ...node } },
    { name: "node16-esm", files: modules, options: { ...strict, ...node16, ...node } },
    { name: "node16-cjs", files: commonJs, options: { ...strict, ...node16, ...node } },
    { name: "bundler", files: modules, options: { ...strict, ...bundler, ...node } },
    // A file of TypeScript without `"type": "module"`, as NestJS has it.
    { name: "node10", files: ["entries.ts"], options: { ...strict, ...node10, ...node } },
    // No types of Node.js: what runs anywhere must not ask for them.
    {
      name: "browser",
      files: ["portable.mts"],
      options: { ...strict, ...bundler, lib: ["ES2022", "DOM"], types: [] },
    },
  ];
}

/** Whether a compiler has the resolution of a setting: TypeScript 7 is without node10. */
export function applies(version: Compiler, { name }: Setting): boolean {
  return name !== "node10" || !isFrom(version, 7);
}

/** Flags that a compiler needs for a setting: TypeScript 6 warns of what the next one is without. */
export function flagsOf(version: Compiler, { name }: Setting): readonly string[] {
  return name === "node10" && isFrom(version, 6) ? ["--ignoreDeprecations", "6.0"] : [];
}

/** Third parties alone: what does not compile here either is not ours. */
export function withoutUs({ name, options }: Setting): Setting {
  return { name: `${name}-without-us`, files: ["third-parties.ts"], options };
}
