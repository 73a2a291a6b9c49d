export { type AuthMiddlewareOptions, authMiddleware } from "./auth-middleware.ts";
