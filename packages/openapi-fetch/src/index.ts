/**
 * Attaches access tokens to the requests of an openapi-fetch client.
 *
 * @packageDocumentation
 */
export {
  type AuthMiddleware,
  type AuthMiddlewareOptions,
  authMiddleware,
} from "./auth-middleware.ts";
