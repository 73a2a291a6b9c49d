/** `node:assert` and `node:assert/strict`, for browsers. */
import assert from "assert/build/assert.js";

export const { AssertionError } = assert;
export default assert.strict;
