/** What the API answers. */
export interface Accounts {
  readonly provider: string;
  readonly path: string;
}

/** The API, as openapi-typescript describes one. */
export interface paths {
  "/accounts": {
    get: {
      responses: {
        200: { content: { "application/json": Accounts } };
        401: { content: { "application/json": { error: string } } };
      };
    };
  };
}
