import { sha256Hex } from '@countersign/canonical-json';
import {
  type Actor,
  type ApprovalRequested,
  type CallDetails,
  principalKey,
  type ToolDefinition,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { BINDING_VERSION, type BindingFields, bindingHash, canonicalArguments } from '@countersign/tokens';

export function aUser(overrides: Partial<Actor> = {}): Actor {
  return { kind: 'user', id: newId(), name: 'Ada', ...overrides };
}

/** Its hash follows from what it is, as the registry's does. */
export function aDefinition(name: string, overrides: Partial<ToolDefinition> = {}): ToolDefinition {
  const definition = {
    title: null,
    description: `Does ${name}.`,
    inputSchema: { type: 'object' },
    outputSchema: null,
    annotations: null,
    flags: [],
    ...overrides,
  };
  return { name, definitionHash: sha256Hex(JSON.stringify([name, definition])), ...definition };
}

export function anApprovalRequest(
  integrationId: string,
  tool: Pick<ToolDefinition, 'name' | 'definitionHash'>,
  overrides: Partial<ApprovalRequested> = {},
): ApprovalRequested {
  return {
    approvalId: newId(),
    callId: newId(),
    integrationId,
    integrationSlug: 'Tracker',
    toolName: tool.name,
    exposedName: 'Tracker__tool',
    connectionRevision: 1,
    definitionHash: tool.definitionHash,
    argumentsHash: sha256Hex('{}'),
    bindingHash: sha256Hex(newId()),
    bindingVersion: 1,
    principal: { kind: 'run', id: newId(), name: 'Night run', ownerId: newId() },
    runId: null,
    askReason: 'requires_approval',
    requestedAt: new Date().toISOString(),
    expiresAt: inSeconds(3_600),
    ...overrides,
  };
}

export function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toISOString();
}

/** What the router binds of a request, and so what a grant must. */
export function bindingOf(workspace: string, request: ApprovalRequested, args: object): BindingFields {
  const { callId, integrationId, connectionRevision, toolName, definitionHash, principal, expiresAt } = request;
  return {
    workspace,
    callId,
    integrationId,
    connectionRevision,
    toolName,
    definitionHash,
    arguments: args as BindingFields['arguments'],
    principal: principalKey(principal),
    expiresAt,
  };
}

/** A request whose hashes are those of its arguments. */
export function aBoundRequest(
  workspaceId: string,
  request: ApprovalRequested,
  args: object,
): ApprovalRequested & { readonly bindingHash: string } {
  const bound = bindingHash(bindingOf(workspaceId, request, args), BINDING_VERSION);
  return { ...request, argumentsHash: canonicalArguments(args).hash, bindingHash: bound };
}

/** As the router answers for it; only its arguments matter to policy. */
export function aCall(workspaceId: string, id: string, argumentsText: string): CallDetails {
  return {
    id,
    workspaceId,
    state: 'pending_approval',
    verdict: 'ask',
    verdictReason: 'requires approval',
    integrationId: null,
    integrationSlug: null,
    toolName: null,
    exposedName: 'Tracker__tool',
    principal: aUser(),
    runId: null,
    toolCallId: null,
    approvalId: null,
    argumentsHash: null,
    fence: 0,
    createdAt: new Date().toISOString(),
    sentAt: null,
    settledAt: null,
    expiresAt: null,
    isError: null,
    resultBytes: null,
    outcomeReason: null,
    arguments: argumentsText,
  };
}
