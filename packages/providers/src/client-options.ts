import { wrongOption } from "@refresh-once/core/adapter";

/**
 * Checks that an option is a non-empty string.
 *
 * @param caller the function that the error names
 * @throws {TypeError}
 */
export function required(caller: string, name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw wrongOption(caller, name, "a non-empty string");
}

/**
 * Checks a client secret, which may be empty.
 *
 * @param caller the function that the error names
 * @throws {TypeError}
 */
export function checkClientSecret(caller: string, secret: unknown): string {
  if (typeof secret === "string") return secret;
  throw wrongOption(caller, "clientSecret", "a string");
}
