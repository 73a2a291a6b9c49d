/** A public client: its refresh tokens are bound. */
export const clientId = "public-app";
export const redirectUri = "https://app.example/callback";
