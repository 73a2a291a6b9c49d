export {
  type Claim,
  damagedRecord,
  isClaim,
  isTokenStore,
  type Lease,
  parseTokenRecord,
  type Refusal,
  type Retry,
  type Spending,
  type TokenRecord,
  type TokenStore,
  UnansweredClaims,
  writeTokenRecord,
} from "./store/index.ts";
export {
  checkOptionNames,
  checkOptions,
  type OptionRule,
  type OptionRules,
  processWide,
  textRule,
  wrongOption,
} from "./values/index.ts";
