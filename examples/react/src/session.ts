import { isTokenError } from "@refresh-once/core";
import { useQuery } from "@tanstack/react-query";
import { tokens } from "./api.ts";
import { requestLogin } from "./example-server.ts";
import { queryClient } from "./query-client.ts";

/** The login as a tab sees it. While neither is true, the tab does not know yet. */
export interface Session {
  readonly isLoggedIn: boolean;
  readonly isLoggedOut: boolean;
  /** When the access token ends, epoch ms. */
  readonly expiresAt?: number | undefined;
}

/** Returns whether somebody is logged in. Also notices a login or a logout in another tab. */
export function useSession(): Session {
  const { data, error } = useQuery({
    queryKey: ["session"],
    // Only the time: a token does not belong into the cache of TanStack Query.
    queryFn: async ({ signal }) => ({ expiresAt: (await tokens.get({ signal })).expiresAt }),
    refetchInterval: 500,
    refetchIntervalInBackground: true,
  });
  const isLoggedOut = isTokenError(error) && error.kind === "terminal";
  return { isLoggedOut, isLoggedIn: !isLoggedOut && data !== undefined, ...data };
}

export async function logIn() {
  await tokens.set({ refreshToken: await requestLogin() });
  await queryClient.resetQueries();
}

export async function logOut() {
  await tokens.clear();
  await queryClient.resetQueries();
}
