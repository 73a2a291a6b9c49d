import { randomBytes } from "node:crypto";

function mark(kind: string): string {
  return `${kind}.${randomBytes(18).toString("base64url")}`;
}

/** Everything that nobody but the provider and the caller may ever see. */
export const marks = {
  seed: mark("seed"),
  staleAccess: mark("stale-access"),
  access: mark("access"),
  refresh: mark("refresh"),
  id: mark("id"),
  clientSecret: mark("client-secret"),
  otherAccess: mark("other-access"),
} as const;

/** Both ends of each secret, as they are, and the beginning of what Basic or a log makes of it. */
const fragments = Object.values(marks).flatMap((secret) => {
  const random = secret.slice(secret.indexOf(".") + 1);
  const encoded = btoa(secret);
  return [random.slice(0, 10), random.slice(-10), encoded.slice(0, 20), encoded.slice(-20)];
});

/** What of the secrets a text shows. */
export function marksIn(text: string): string[] {
  return fragments.filter((fragment) => text.includes(fragment));
}
