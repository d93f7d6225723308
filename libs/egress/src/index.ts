export type { AllowRule } from './allow-list.js';
export { createEgress, type Egress, type EgressOptions } from './create-egress.js';
export {
  type ConnectFailure,
  EgressConnectError,
  type EgressLimit,
  EgressLimitError,
  type EgressRefusal,
  EgressRefusedError,
  InvalidAllowListError,
} from './egress.errors.js';
export type { EgressFetch, EgressRequestInit } from './guarded-fetch.client.js';
export type { OpenOptions } from './guard.client.js';
export { DEFAULT_LIMITS, type EgressLimits } from './limits.js';
export { parseAllowList } from './parse-allow-list.js';
export type { Lookup } from './resolve-target.client.js';
