/** The error for an invalid option. It names the option and never its value, which may be a secret. */
export function wrongOption(name: string, what: string): TypeError {
  return new TypeError(`encryptedStore: "${name}" must be ${what}`);
}
