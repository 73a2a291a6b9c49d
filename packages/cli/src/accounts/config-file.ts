import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { TokenManagerOptions } from "@refresh-once/core";
import { checkLogins, type Logins } from "../login-options.ts";
import { messageOf, wrongUsage } from "../program/command-error.ts";
import { suggestion } from "../program/suggestion.ts";
import type { Account } from "./account.ts";

const names = ["mjs", "js", "ts"].map((extension) => `refresh-once.config.${extension}`);

/** The configuration file in the working directory, if there is one. */
export function findConfig(): string | undefined {
  return names.find((name) => existsSync(name));
}

/**
 * Reads the accounts of a configuration file: its default export, and what `logins` and `origins` add.
 *
 * @throws {CommandError} if the file cannot be used
 */
export async function accountsOfConfig(path: string): Promise<Account[]> {
  const module = await load(path);
  const accounts = tableIn(path, module, "default");
  const logins = loginsIn(path, tableIn(path, module, "logins"));
  const origins = tableIn(path, module, "origins");
  const known = Object.keys(accounts);
  if (known.length === 0) {
    throw wrongUsage(
      `${path} has no accounts. Its default export must map names to options of createTokenManager().`,
    );
  }
  for (const name of [...Object.keys(logins), ...Object.keys(origins)]) {
    if (known.includes(name)) continue;
    throw wrongUsage(`${path}: there is no account "${name}".${suggestion(name, known)}`);
  }
  return Object.entries(accounts).map(([name, options]) => {
    if (!isOptions(options)) {
      throw wrongUsage(`${path}: the account "${name}" needs a refresh function, "refresh".`);
    }
    return { name, options, login: logins[name], origins: originsIn(path, name, origins[name]) };
  });
}

async function load(path: string): Promise<object> {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw wrongUsage(`There is no file ${absolute}.`);
  try {
    return await import(pathToFileURL(absolute).href);
  } catch (cause) {
    if (isUnknownExtension(cause) && path.endsWith("ts")) {
      throw wrongUsage(
        `Node.js ${process.versions.node} cannot import ${path}. ` +
          "Use Node.js 22.18 or newer, or write the file in JavaScript (.mjs).",
        cause,
      );
    }
    throw wrongUsage(`${path} cannot be loaded: ${messageOf(cause)}`, cause);
  }
}

function isUnknownExtension(cause: unknown): boolean {
  return cause instanceof Error && Reflect.get(cause, "code") === "ERR_UNKNOWN_FILE_EXTENSION";
}

function tableIn(path: string, module: object, name: string): Record<string, unknown> {
  const table: unknown = Reflect.get(module, name) ?? {};
  if (typeof table !== "object" || table === null) {
    throw wrongUsage(`${path}: the export "${name}" must be an object.`);
  }
  return Object.fromEntries(Object.entries(table));
}

function isOptions(value: unknown): value is TokenManagerOptions {
  if (typeof value !== "object" || value === null) return false;
  return typeof Reflect.get(value, "refresh") === "function";
}

function loginsIn(path: string, table: Record<string, unknown>): Logins {
  try {
    return checkLogins(table);
  } catch (cause) {
    throw wrongUsage(`${path}: ${messageOf(cause)}`, cause);
  }
}

function originsIn(path: string, name: string, value: unknown = []): string[] {
  const urls: unknown[] = Array.isArray(value) ? value : [value];
  return urls.map((url) => {
    if (typeof url === "string" && URL.canParse(url)) return new URL(url).origin;
    throw wrongUsage(`${path}: origins.${name} must be an array of URLs.`);
  });
}
