/** What the configurations of the tests import. */
export { fileStore } from "@refresh-once/core/file";
export { oroBank, refreshTokenGrant, tokenRevocation } from "@refresh-once/providers";
