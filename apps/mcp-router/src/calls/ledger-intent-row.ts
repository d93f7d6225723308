import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import type { CalledTool } from './call.js';
import type { Intent } from './ledger-batch.repository.js';
import type { IntentRow } from './ledger-statements.js';

type ToolColumns = Pick<IntentRow, 'integration_id' | 'integration_slug' | 'tool_name' | 'tool_digest'>;

/** Tools are the copies' own objects while nothing of them changes, so their digests are made once, and go when they do. */
const known = new WeakMap<CalledTool, ToolColumns>();

export function toIntentRow({ call, leaseMs }: Intent): IntentRow {
  const { principal, tool } = call;
  return {
    lease_ms: leaseMs,
    id: call.id,
    workspace_id: call.workspaceId,
    state: 'dispatching',
    verdict: call.verdict,
    verdict_code: call.verdictCode,
    verdict_reason: call.verdictReason,
    strictness: call.strictness,
    ...(tool === null ? NO_TOOL : toolColumns(tool)),
    exposed_name: call.exposedName,
    arguments: call.argumentsText,
    arguments_hash: call.argumentsHash,
    definition_hash: call.definitionHash,
    connection_revision: call.connectionRevision,
    review: call.review,
    principal_kind: principal.kind,
    principal_id: principal.id,
    principal_name: principal.name,
    principal_owner: principal.ownerId ?? null,
    token_id: call.tokenId,
    run_id: call.runId,
    agent_id: call.agentId,
    tool_call_id: call.toolCallId,
    traceparent: call.traceparent,
  };
}

const NO_TOOL: ToolColumns = { integration_id: null, integration_slug: null, tool_name: null, tool_digest: null };

function toolColumns(tool: CalledTool): ToolColumns {
  const made = known.get(tool) ?? {
    integration_id: tool.integrationId,
    integration_slug: tool.integrationSlug,
    tool_name: `\\x${toolNameBytes(tool.toolName).toString('hex')}`,
    tool_digest: toolNameDigest(tool.toolName),
  };
  known.set(tool, made);
  return made;
}
