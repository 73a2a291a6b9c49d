/** What openapi-typescript makes of accounts.json. */
export interface paths {
  "/accounts/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: { 200: { content: { "application/json": { id: string } } } };
    };
  };
}
