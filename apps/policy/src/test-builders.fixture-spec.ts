import { sha256Hex } from '@countersign/canonical-json';
import type { Actor, ApprovalRequested, ToolDefinition } from '@countersign/contracts';
import { newId } from '@countersign/database';

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
