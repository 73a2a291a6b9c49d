/** In which ways the token endpoint can be down. In none of them a refresh token is spent. */
export const outageKinds = [
  "connection refused",
  "SYN not answered",
  "request not answered",
  "wrong certificate",
  "502 with a page",
  "connection reset",
] as const;

export type OutageKind = (typeof outageKinds)[number];
