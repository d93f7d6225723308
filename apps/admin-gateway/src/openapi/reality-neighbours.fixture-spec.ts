import {
  type AgentVersionView,
  type CallStory,
  type CreatedWebhook,
  type DeliveryView,
  type IntegrationPolicyView,
  type IntegrationTestResult,
  type ToolReview,
} from '@countersign/contracts';
import * as contracts from '@countersign/contracts';
import { newId } from '@countersign/database';
import {
  aCall,
  anAgent,
  anApproval,
  anAttempt,
  anIntegration,
  aRun,
  aTool,
  aToolChange,
  aToolPage,
  inList,
} from '../test-builders.fixture-spec.js';
import type { Neighbours } from '../test-neighbours.fixture-spec.js';

const AT = '2026-11-23T10:00:00.000Z';
const [ID, HASH] = [newId(), 'a'.repeat(64)];
/** The only one there is. */
export const WEBHOOK_ID = ID;

/** One of each, with as many of its fields as it can have. */
export function answerEverything(neighbours: Neighbours): void {
  answerIntegrations(neighbours);
  answerPolicies(neighbours);
  answerCalls(neighbours);
  answerAgents(neighbours);
  answerWebhooks(neighbours);
}

function answerIntegrations(neighbours: Neighbours): void {
  const integration = anIntegration({ headers: [{ name: 'X-Key', setAt: AT, setBy: 'Ann' }] });
  const result: IntegrationTestResult = {
    ...{ succeeded: false, durationMs: 12, errorCode: 'discovery.refused', message: 'it answered with HTTP 401' },
    ...{ authorizationServer: 'https://auth.example.com', wireTransport: null, era: null, protocolVersion: null },
    ...{ toolCount: 1, toolNames: ['a'], warnings: [] },
  };
  const circuit = { integrationId: ID, state: 'open', failures: 5, reason: 'refused', retryAt: AT } as const;
  const check = { at: AT, succeeded: true, durationMs: 12 };
  neighbours.answer(contracts.registerIntegration, () => integration);
  neighbours.answer(contracts.updateIntegration, () => integration);
  neighbours.answer(contracts.verifyIntegration, () => integration);
  neighbours.answer(contracts.getIntegration, () => integration);
  neighbours.answer(contracts.endAuthorization, () => integration);
  neighbours.answer(contracts.removeIntegration, () => ({}));
  neighbours.answer(contracts.listIntegrations, () => ({ items: [integration], nextCursor: null }));
  neighbours.answer(contracts.testIntegration, () => result);
  neighbours.answer(contracts.listDiscoveryAttempts, () => ({ items: [anAttempt()], nextCursor: null }));
  neighbours.answer(contracts.listToolChanges, () => ({ items: [aToolChange()], nextCursor: null }));
  neighbours.answer(contracts.listUpstreamHealth, () => ({ items: [circuit] }));
  neighbours.answer(contracts.startAuthorization, () => ({
    authorizationUrl: 'https://a.example.com/',
    expiresAt: AT,
  }));
  neighbours.answer(contracts.listRecentChecks, ({ integrationIds }) => {
    return { items: integrationIds.map((integrationId) => ({ integrationId, checks: [check] })) };
  });
}

function answerPolicies(neighbours: Neighbours): void {
  const rights = { posture: 'ask', trusted: false, resources: false, prompts: false } as const;
  const policy: IntegrationPolicyView = { integrationId: ID, ...rights, revision: 1 };
  const counts = { total: 12, open: 8, ask: 2, off: 1, missing: 1, fresh: 0, changed: 2, unreadable: 0 };
  const review: ToolReview = {
    ...{ toolName: 'a', review: 'changed', definitionHash: HASH, acknowledgedHash: HASH, truncated: false },
    differences: [{ pointer: '/description', operation: 'changed', before: '"a"', after: '"b"' }],
  };
  const approval = anApproval();
  const states = { pending: 1, approved: 0, denied: 0, expired: 0, invalidated: 0, cancelled: 0 };
  const figures = { requested: 1, states, medianSeconds: 1, p95Seconds: null, pendingNow: 0 };
  const tool = { title: 'Delete', description: null, annotations: { destructiveHint: true } };
  neighbours.answer(contracts.listTools, () => aToolPage({ items: [aTool({ annotations: { readOnlyHint: true } })] }));
  neighbours.answer(contracts.updateToolPolicies, () => ({ revision: 8 }));
  neighbours.answer(contracts.getIntegrationPolicy, () => policy);
  neighbours.answer(contracts.updateIntegrationPolicy, () => policy);
  neighbours.answer(contracts.pruneTools, () => ({ pruned: 1, revision: 9 }));
  neighbours.answer(contracts.getToolReview, () => review);
  neighbours.answer(contracts.getEntitlements, () => ({ agent_approvals: true }));
  neighbours.answer(contracts.countTools, ({ integrationIds }) => {
    return { items: integrationIds.map((integrationId) => ({ integrationId, ...counts })) };
  });
  neighbours.answer(contracts.listApprovals, () => ({ items: [{ ...approval, tool }], nextCursor: 'more' }));
  neighbours.answer(contracts.getApproval, () => approval);
  neighbours.answer(contracts.decideApproval, () => approval);
  neighbours.answer(contracts.decideApprovals, () => {
    const problem = { code: 'approval.already_decided', message: 'Ann has approved it.', details: { by: 'Ann' } };
    return {
      items: [
        { approvalId: ID, approval, problem: null },
        { approvalId: ID, approval: null, problem },
      ],
    };
  });
  neighbours.answer(contracts.getApprovalSettings, () => ({ allowSelfApproval: true, revision: 0 }));
  neighbours.answer(contracts.updateApprovalSettings, () => ({ allowSelfApproval: true, revision: 1 }));
  neighbours.answer(contracts.getApprovalStatistics, () => figures);
}

function answerCalls(neighbours: Neighbours): void {
  const call = aCall();
  const story: CallStory = {
    steps: [{ at: null, from: 'dispatching', to: 'unknown', fence: 1, actor: 'system', reason: 'lost' }],
    lateOutcomes: [{ at: AT, fence: 1, state: 'succeeded', reason: null, resultBytes: 2, resultStart: '{}' }],
    ...{ retriedAs: ID, attempts: 2, isRepeat: false },
  };
  neighbours.answer(contracts.getCall, () => call);
  neighbours.answer(contracts.listCalls, () => ({ items: [inList(call)], nextCursor: 'more' }));
  neighbours.answer(contracts.resolveCall, () => ({ ...inList(call), state: 'resolved_succeeded' }));
  neighbours.answer(contracts.listCallArguments, ({ callIds }) => {
    return { items: callIds.map((callId) => ({ callId, start: '{}', bytes: 2, clientGoneAt: AT })) };
  });
  neighbours.answer(contracts.getCallStory, () => story);
  neighbours.answer(contracts.getCallStatistics, () => ({ buckets: [] }));
  neighbours.answer(contracts.getToolStatistics, () => ({ upstreams: [], tools: [], isSampled: false }));
}

function answerAgents(neighbours: Neighbours): void {
  const [agent, run] = [anAgent({ tools: [{ integration: 'Tracker', toolNames: ['a'] }] }), aRun()];
  const version: AgentVersionView = {
    ...{ agentId: agent.id, name: 'Triage', instructions: '', provider: 'scripted', model: 'scripted' },
    ...{ integrations: null, turnsMax: 40, version: 2, createdAt: AT, createdBy: null },
  };
  const event = { sequence: 4, type: 'answered', data: { text: 'Done.' }, recordedAt: AT };
  neighbours.answer(contracts.createAgent, () => agent);
  neighbours.answer(contracts.getAgent, () => agent);
  neighbours.answer(contracts.updateAgent, () => agent);
  neighbours.answer(contracts.deleteAgent, () => ({}));
  neighbours.answer(contracts.listAgents, () => ({ items: [agent], nextCursor: null }));
  neighbours.answer(contracts.getAgentVersion, () => version);
  neighbours.answer(contracts.listAgentVersions, () => ({ items: [version], nextCursor: '2' }));
  neighbours.answer(contracts.listRuns, () => ({ items: [run], nextCursor: null }));
  neighbours.answer(contracts.listRunEvents, () => ({ items: [event], nextCursor: null }));
  neighbours.answer(contracts.startRun, () => run);
  neighbours.answer(contracts.getRun, () => run);
  neighbours.answer(contracts.cancelRun, () => run);
  neighbours.answer(contracts.sendMessage, () => run);
  neighbours.answer(contracts.forkRun, () => run);
}

function answerWebhooks(neighbours: Neighbours): void {
  const webhook: CreatedWebhook = {
    ...{ id: ID, name: 'On call', url: 'https://hooks.example.com/', events: ['approval.requested'], format: 'json' },
    ...{ enabled: true, version: 3, lastDeliveredAt: AT, deadCount: 0, createdAt: AT, secret: 'whsec_shown_once' },
  };
  const { secret, ...shown } = webhook;
  const delivery: DeliveryView = {
    ...{ id: newId(), event: 'approval.requested', approvalId: newId(), state: 'dead', attempts: 8, createdAt: AT },
    ...{ nextAttemptAt: null, deliveredAt: null, lastError: 'it answered with HTTP 500' },
  };
  neighbours.answer(contracts.createWebhook, () => webhook);
  neighbours.answer(contracts.updateWebhook, () => ({ ...shown, secret }));
  neighbours.answer(contracts.listWebhooks, () => ({ items: [shown] }));
  neighbours.answer(contracts.removeWebhook, () => ({}));
  neighbours.answer(contracts.listWebhookDeliveries, () => ({ items: [delivery], nextCursor: 'more' }));
  neighbours.answer(contracts.replayWebhookDeliveries, () => ({ replayed: 3 }));
}
