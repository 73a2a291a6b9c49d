/** Checks and conversions of untrusted values, without any knowledge of tokens. */

export { attempt } from "./attempt.ts";
export {
  booleanRule,
  checkOptionNames,
  checkOptions,
  countRule,
  functionRule,
  isFunction,
  keyRule,
  type OptionRule,
  type OptionRules,
  textRule,
  wrongOption,
} from "./check-options.ts";
export { isObject } from "./is-object.ts";
export { parseJson } from "./json.ts";
export { processWide } from "./process-wide.ts";
export { propertyOf, textOf } from "./property.ts";
export { serializable } from "./serializable.ts";
export { sha256 } from "./sha-256.ts";
export { hasShape, isFiniteNumber, isText, wrongProperty } from "./shape.ts";
export { withoutUndefined } from "./without-undefined.ts";
