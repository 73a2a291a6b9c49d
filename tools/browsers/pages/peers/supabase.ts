import { GoTrueClient } from "@supabase/auth-js";
import { longAgo, type Peer } from "./peer.ts";

/** auth-js of Supabase, with its session in localStorage, which is its default. */
export function supabase(key: string): Peer {
  const client = new GoTrueClient({
    url: `${location.origin}/auth/v1`,
    storageKey: key,
    detectSessionInUrl: false,
  });
  const tokenOf = ({ data, error }: Awaited<ReturnType<typeof client.refreshSession>>) => {
    if (data.session) return data.session.access_token;
    throw error ?? new Error("There is no session");
  };
  return {
    async signIn({ accessToken = "expired", refreshToken, expiresAt }) {
      const end = accessToken === "expired" ? longAgo : (expiresAt ?? Date.now() + 300_000);
      const session = {
        access_token: accessToken,
        refresh_token: refreshToken,
        expires_in: 300,
        expires_at: Math.floor(end / 1_000),
        token_type: "bearer",
        user: { id: "user" },
      };
      localStorage.setItem(key, JSON.stringify(session));
    },
    async get() {
      const { data, error } = await client.getSession();
      if (data.session) return data.session.access_token;
      throw error ?? new Error("There is no session");
    },
    renew: async () => tokenOf(await client.refreshSession()),
  };
}
