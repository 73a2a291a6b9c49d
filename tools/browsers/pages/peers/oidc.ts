import { User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { longAgo, type Peer } from "./peer.ts";

/** oidc-client-ts with its user in localStorage, which all tabs share. */
export function oidc(key: string): Peer {
  const authority = `${location.origin}/oidc`;
  const manager = new UserManager({
    authority,
    client_id: key,
    redirect_uri: `${location.origin}/callback`,
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: localStorage }),
    metadata: { issuer: authority, token_endpoint: `${authority}/token` },
  });
  // The library itself would send one refresh for each request of the page.
  let renewing: Promise<string> | undefined;
  const renew = () => {
    renewing ??= renewed(manager).finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
  return {
    async signIn({ accessToken, refreshToken, expiresAt }) {
      const end = accessToken === undefined ? longAgo : (expiresAt ?? Date.now() + 300_000);
      const user = new User({
        access_token: accessToken ?? "expired",
        token_type: "Bearer",
        profile: { sub: "user", iss: authority, aud: key, exp: 0, iat: 0 },
        expires_at: Math.floor(end / 1_000),
        ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      });
      await manager.storeUser(user);
    },
    async get() {
      const user = await manager.getUser();
      return user && !user.expired ? user.access_token : renew();
    },
    renew,
  };
}

async function renewed(manager: UserManager): Promise<string> {
  const user = await manager.signinSilent();
  if (user) return user.access_token;
  throw new Error("There is no user");
}
