export { type AttachAuthOptions, attachAuth } from "./attach-auth.ts";
