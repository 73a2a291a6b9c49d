import { GoTrueClient, type Session } from "@supabase/auth-js";
import { longAgo, type Peer } from "./peer.ts";

/** auth-js of Supabase, with its session in localStorage, which is its default. */
export function supabase(key: string): Peer {
  // It refreshes by itself as soon as it exists, so the page that signs in must not have it.
  let opened: GoTrueClient | undefined;
  const client = () => {
    const url = `${location.origin}/auth/v1`;
    opened ??= new GoTrueClient({ url, storageKey: key, detectSessionInUrl: false });
    return opened;
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
      const { data, error } = await client().getSession();
      return tokenOf(data, error);
    },
    async renew() {
      const { data, error } = await client().refreshSession();
      return tokenOf(data, error);
    },
  };
}

function tokenOf({ session }: { readonly session: Session | null }, error: Error | null): string {
  if (session) return session.access_token;
  throw error ?? new Error("There is no session");
}
