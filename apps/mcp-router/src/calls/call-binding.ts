import { parseStrictJson } from '@countersign/canonical-json';
import { principalKey } from '@countersign/contracts';
import { bindingHash, type BindingFields } from '@countersign/tokens';
import type { NewCall } from './call.js';

type Bound = Pick<
  NewCall,
  'id' | 'workspaceId' | 'tool' | 'connectionRevision' | 'definitionHash' | 'argumentsText' | 'principal'
>;

/** Everything that an approver sees, from the row that is about to be sent and from nowhere else. */
export function bindingFieldsOf(call: Bound, expiresAt: Date): BindingFields {
  const { tool, connectionRevision, definitionHash } = call;
  if (tool === null || connectionRevision === null || definitionHash === null) {
    throw new Error(`call ${call.id} names no tool, so nothing can be bound`);
  }
  return {
    workspace: call.workspaceId,
    callId: call.id,
    integrationId: tool.integrationId,
    connectionRevision,
    toolName: tool.toolName,
    definitionHash,
    arguments: parseStrictJson(call.argumentsText),
    principal: principalKey(call.principal),
    expiresAt: expiresAt.toISOString(),
  };
}

export function bindingHashOf(call: Bound, expiresAt: Date, version: number): string {
  return bindingHash(bindingFieldsOf(call, expiresAt), version);
}
