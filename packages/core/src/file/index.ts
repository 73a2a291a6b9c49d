/**
 * Keeps tokens in a file that all processes of one machine share. Node.js only.
 *
 * @packageDocumentation
 */
export { fileStore } from "./file-store.ts";
