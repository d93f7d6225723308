import type { ToolView } from '@countersign/contracts';
import { encodeExposedName, MCP_ENDPOINT_NAMES, policyKey } from '@countersign/tool-name';
import {
  describeUnreadableRow,
  type Entitlements,
  type IntegrationPolicy,
  type StoredRow,
  toPolicyLookup,
  verdict,
} from '@countersign/tool-policy';
import { cutText } from '../webhooks/visible-text.js';
import type { StoredDefinition } from './tool-definition.repository.js';

/** What a view has room for: a name of foreign letters is spelled out, and may be longer than that. */
const PROBLEM_LENGTH_MAX = 2_000;

export interface ToolViewContext {
  readonly integrationSlug: string;
  readonly integrationPolicy: IntegrationPolicy;
  readonly entitlements: Entitlements;
}

export interface ListedTool {
  readonly name: string;
  readonly row: StoredRow;
  /** Of the last merged discovery; null: none has told it yet. */
  readonly definitionHash: string | null;
  readonly definition: StoredDefinition | null;
}

type PolicyFields = Pick<
  ToolView,
  'acknowledgedHash' | 'flags' | 'enabled' | 'requiresApproval' | 'status' | 'review' | 'idempotent' | 'approval'
>;

/** One tool as people see it: what it is, what was decided, and what a call would get now. */
export function toToolView(tool: ListedTool, context: ToolViewContext): ToolView {
  const ref = { integrationSlug: context.integrationSlug, toolName: tool.name };
  const { row, definition, definitionHash } = tool;
  const result = verdict({
    policy: toPolicyLookup(row),
    integrationPolicy: context.integrationPolicy,
    catalogueDefinitionHash: definitionHash,
    entitlements: context.entitlements,
  });
  return {
    name: tool.name,
    policyKey: policyKey(ref),
    exposedName: encodeExposedName(ref, MCP_ENDPOINT_NAMES),
    title: definition?.title ?? null,
    description: definition?.description ?? null,
    inputSchema: definition?.inputSchema ?? null,
    outputSchema: definition?.outputSchema ?? null,
    annotations: definition?.annotations ?? null,
    definitionHash,
    ...policyFields(row),
    verdict: result.verdict,
    verdictReason: result.reason.text,
    problem:
      row.kind === 'unreadable'
        ? cutText(describeUnreadableRow(context.integrationSlug, row), PROBLEM_LENGTH_MAX)
        : null,
  };
}

/** A row that cannot be read is shown as closed as it is treated. */
const CLOSED: PolicyFields = {
  acknowledgedHash: null,
  flags: [],
  enabled: false,
  requiresApproval: true,
  status: 'available',
  review: 'none',
  idempotent: false,
  approval: {},
};

function policyFields(row: StoredRow): PolicyFields {
  if (row.kind === 'unreadable') return CLOSED;
  const { acknowledgedHash, flags, enabled, requiresApproval, status, review, idempotent, approval } = row.policy;
  return {
    acknowledgedHash: acknowledgedHash ?? null,
    flags: [...flags],
    enabled,
    requiresApproval,
    status,
    review,
    idempotent,
    approval: approval ?? {},
  };
}
