export {
  type AuthMiddleware,
  type AuthMiddlewareOptions,
  authMiddleware,
} from "./auth-middleware.ts";
