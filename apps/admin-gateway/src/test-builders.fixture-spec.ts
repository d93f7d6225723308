import type {
  AgentView,
  ApprovalView,
  CallDetails,
  CallView,
  DiscoveryAttempt,
  IntegrationView,
  RunView,
  ToolChange,
  ToolPage,
  ToolView,
} from '@countersign/contracts';
import { newId } from '@countersign/database';

const AT = '2026-11-23T10:00:00.000Z';
const HASH = 'a'.repeat(64);

export function anIntegration(overrides: Partial<IntegrationView> = {}): IntegrationView {
  return {
    id: newId(),
    workspaceId: newId(),
    slug: 'Tracker',
    displayName: 'Tracker',
    description: '',
    serverUrl: 'https://tracker.example.com/mcp',
    transport: 'auto',
    timeoutSeconds: 60,
    auth: 'none',
    authorization: null,
    wireTransport: 'streamable-http',
    health: { state: 'healthy', since: AT, consecutiveFailures: 0, watch: 'none', nextCheckAt: null },
    status: 'connected',
    era: 'modern',
    protocolVersion: '2026-07-28',
    version: 1,
    connectionRevision: 1,
    snapshotRevision: 1,
    toolCount: 2,
    headers: [],
    verifiedAt: AT,
    lastAttempt: { at: AT, succeeded: true, durationMs: 12, errorCode: null, message: null },
    warnings: [],
    createdAt: AT,
    updatedAt: AT,
    ...overrides,
  };
}

export function anAttempt(overrides: Partial<DiscoveryAttempt> = {}): DiscoveryAttempt {
  return { at: AT, succeeded: true, durationMs: 12, errorCode: null, message: null, trigger: 'poll', ...overrides };
}

export function aToolChange(overrides: Partial<ToolChange> = {}): ToolChange {
  return {
    id: newId(),
    integrationId: newId(),
    at: AT,
    name: 'issue.get',
    kinds: ['description_changed'],
    warnings: [],
    snapshotRevision: 2,
    connectionMoved: false,
    beforeHash: HASH,
    afterHash: HASH,
    differences: [{ pointer: '/description', operation: 'changed', before: '"a"', after: '"b"' }],
    truncated: false,
    ...overrides,
  };
}

export function aTool(overrides: Partial<ToolView> = {}): ToolView {
  return {
    name: 'issue.get',
    policyKey: 'issue.get',
    exposedName: 'Tracker__issue_x2Eget',
    title: null,
    description: null,
    inputSchema: { type: 'object' },
    outputSchema: null,
    annotations: null,
    definitionHash: HASH,
    acknowledgedHash: HASH,
    flags: [],
    enabled: true,
    requiresApproval: false,
    status: 'available',
    review: 'none',
    idempotent: false,
    approval: {},
    verdict: 'allow',
    verdictReason: 'enabled',
    problem: null,
    ...overrides,
  };
}

export function aToolPage(overrides: Partial<ToolPage> = {}): ToolPage {
  return { integrationId: newId(), snapshotRevision: 1, revision: 7, items: [aTool()], nextCursor: null, ...overrides };
}

export function anApproval(overrides: Partial<ApprovalView> = {}): ApprovalView {
  return {
    id: newId(),
    workspaceId: newId(),
    callId: newId(),
    state: 'pending',
    integrationId: newId(),
    integrationSlug: 'Tracker',
    toolName: 'issue.delete',
    exposedName: 'Tracker__issue_x2Edelete',
    principal: { kind: 'token', id: newId(), name: 'Editor of code', ownerId: newId() },
    runId: null,
    askReason: 'requires_approval',
    definitionHash: HASH,
    argumentsHash: HASH,
    bindingHash: HASH,
    requestedAt: AT,
    expiresAt: AT,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    selfApproved: false,
    ...overrides,
  };
}

export function aCall(overrides: Partial<CallDetails> = {}): CallDetails {
  return {
    id: newId(),
    workspaceId: newId(),
    state: 'succeeded',
    verdict: 'allow',
    verdictReason: 'enabled',
    integrationId: newId(),
    integrationSlug: 'Tracker',
    toolName: 'issue.get',
    exposedName: 'Tracker__issue_x2Eget',
    principal: { kind: 'token', id: newId(), name: 'Editor of code', ownerId: newId() },
    runId: null,
    toolCallId: null,
    approvalId: null,
    argumentsHash: HASH,
    fence: 1,
    createdAt: AT,
    sentAt: AT,
    settledAt: AT,
    expiresAt: null,
    isError: false,
    resultBytes: 0,
    outcomeReason: null,
    arguments: '{"id":1}',
    ...overrides,
  };
}

/** The same call as lists show it. */
export function inList(call: CallDetails): CallView {
  const view: Partial<CallDetails> = { ...call };
  delete view.arguments;
  return view as CallView;
}

export function anAgent(overrides: Partial<AgentView> = {}): AgentView {
  return {
    id: newId(),
    workspaceId: newId(),
    name: 'Triage',
    instructions: 'Triage issues.',
    provider: 'scripted',
    model: 'scripted',
    integrations: null,
    turnsMax: 40,
    version: 1,
    createdAt: AT,
    ...overrides,
  };
}

export function aRun(overrides: Partial<RunView> = {}): RunView {
  return {
    id: newId(),
    workspaceId: newId(),
    agentId: newId(),
    agentVersion: 1,
    status: 'running',
    prompt: 'Close issue 1.',
    turns: 0,
    calls: [],
    answer: null,
    failure: null,
    version: 1,
    createdAt: AT,
    updatedAt: AT,
    ...overrides,
  };
}
