#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { bundleCommonJs, bundleModules } from "./code.js";
import { finishDeclarations } from "./declarations.js";

/**
 * Completes `dist/` of the package in the working directory, where tsc has written the declarations. For
 * each entry there is an ES module and a CommonJS file, each with its types. A command is an ES module alone: nobody imports it.
 */
const { exports, bin = {}, dependencies = {} } = JSON.parse(await readFile("package.json", "utf8"));
const sources = Object.values(exports).map((entry) => entry["@refresh-once/source"]);
const outputs = await bundleModules(sources);
await bundleCommonJs(outputs, Object.keys(dependencies));
const commands = Object.values(bin).map((file) => file.replace(/^dist\/(.*)\.js$/, "./src/$1.ts"));
if (commands.length > 0) await bundleModules(commands);
await finishDeclarations(sources);
