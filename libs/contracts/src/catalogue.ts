import type { EventContract, HintContract, RequestContract } from './contract.js';
import * as gateway from './gateway/gateway.contracts.js';
import { gatewayHeartbeat, policyHeartbeat, registryHeartbeat, type HeartbeatContract } from './heartbeat.js';
import * as orchestrator from './orchestrator/orchestrator.contracts.js';
import * as policy from './policy/policy.contracts.js';
import * as integrationStates from './registry/integration-states.contracts.js';
import * as registry from './registry/registry.contracts.js';
import * as router from './router/router.contracts.js';

type AnyRequest = RequestContract<object, object>;
type AnyEvent = EventContract<object>;
type AnyHint = HintContract<object>;

const everything: readonly (AnyRequest | AnyEvent | AnyHint)[] = [
  registry,
  integrationStates,
  policy,
  router,
  orchestrator,
  gateway,
].flatMap((contracts) => Object.values(contracts) as (AnyRequest | AnyEvent | AnyHint)[]);

/** Everything that may cross the bus; topology and permissions are generated from these. */
export const REQUESTS: readonly AnyRequest[] = everything.filter((contract) => contract.kind === 'request');
export const EVENTS: readonly AnyEvent[] = everything.filter((contract) => contract.kind === 'event');
export const HINTS: readonly AnyHint[] = everything.filter((contract) => contract.kind === 'hint');
export const HEARTBEATS: readonly HeartbeatContract[] = [registryHeartbeat, policyHeartbeat, gatewayHeartbeat];
