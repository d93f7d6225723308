/**
 * Whether a call may happen: once when it is submitted, and once more immediately before it is sent. Pure, over the
 * copies; whether those are current is asked by the caller of this.
 *
 * | at submit                                   | verdict                                          |
 * |---------------------------------------------|--------------------------------------------------|
 * | the name means no tool                      | deny `tool.unknown`                              |
 * | the token does not reach the integration    | deny `scope.out_of_reach`, as if it were unknown |
 * | otherwise                                   | the policy's and the token's, the stricter one   |
 */
import {
  approvalSettings,
  reverdictAtDispatch,
  strictest,
  verdict,
  type DispatchResult,
  type Review,
} from '@countersign/tool-policy';
import type { Call, CalledTool, Verdict } from '../calls/call.js';
import type { Caller } from '../callers/caller.js';
import type { Copies } from '../copies/copies.js';
import { resolveTool } from './resolve-tool.js';

export interface Judgement {
  readonly verdict: Verdict;
  readonly code: string;
  readonly reason: string;
  /** Of the token, for this tool. */
  readonly strictness: Verdict;
  readonly tool: CalledTool | null;
  readonly definitionHash: string | null;
  readonly connectionRevision: number | null;
  readonly review: Review | null;
  readonly expiresInSeconds: number;
}

const NOT_MERGED = {
  code: 'definition.not_merged',
  text: 'The connection of this tool is newer than its policy.',
} as const;

const NOT_REPEATABLE = {
  code: 'repeat.not_allowed',
  text: 'Nobody allows this tool to be repeated any more.',
} as const;

type Asker = Pick<Caller, 'workspaceId' | 'names' | 'strictnessOf' | 'reaches'>;

export function judgeSubmission(copies: Copies, caller: Asker, exposedName: string): Judgement {
  const resolved = resolveTool(copies, caller.workspaceId, exposedName, caller.names);
  if (resolved.kind === 'none') return denied('tool.unknown', resolved.reason);
  const { integrationSlug, toolName } = resolved.tool;
  if (!caller.reaches(integrationSlug, toolName)) {
    return denied('scope.out_of_reach', 'there is no tool of this name.');
  }
  return judgeTool(copies, caller.workspaceId, resolved.tool, caller.strictnessOf(integrationSlug, toolName));
}

export function judgeTool(copies: Copies, workspaceId: string, tool: CalledTool, strictness: Verdict): Judgement {
  const rules = rulesOf(copies, workspaceId, tool);
  const result = verdict({ ...rules, scope: scopeOf(copies, workspaceId, tool, strictness) });
  const isOnlyUnmerged = strictness === 'allow' && result.reason.code === 'scope.ask';
  const { code, text } = isOnlyUnmerged ? NOT_MERGED : result.reason;
  const policy = rules.policy.kind === 'readable' ? rules.policy.policy : null;
  return {
    verdict: result.verdict,
    code,
    reason: text,
    strictness,
    tool,
    definitionHash: rules.catalogueDefinitionHash,
    connectionRevision: copies.catalogue.find(workspaceId, tool.integrationId)?.connectionRevision ?? null,
    review: policy?.review ?? null,
    expiresInSeconds: approvalSettings(policy ?? {}).expiresInSeconds,
  };
}

/** What the second verdict is made from; an `allow` call has no grant. */
export type JudgedCall = Pick<
  Call,
  | 'isRepeat'
  | 'workspaceId'
  | 'tool'
  | 'definitionHash'
  | 'connectionRevision'
  | 'review'
  | 'strictness'
  | 'grantJti'
  | 'tokenId'
  | 'principal'
>;

/** Of the policy, or of the token that asked. */
export type DispatchVerdict =
  DispatchResult | { readonly action: 'invalidate'; readonly reason: { readonly code: string; readonly text: string } };

/** The verdict again. A grant answers the question that was asked, and nothing that has changed since. */
export function judgeDispatch(copies: Copies, call: JudgedCall): DispatchVerdict {
  const { tool, definitionHash, workspaceId, tokenId, principal } = call;
  if (tokenId !== null && copies.identity.isRevoked(workspaceId, tokenId)) {
    return {
      action: 'invalidate',
      reason: { code: 'token.revoked', text: 'The token that asked for it was revoked.' },
    };
  }
  if (copies.identity.isRemoved(workspaceId, principal.ownerId)) {
    return {
      action: 'invalidate',
      reason: { code: 'member.removed', text: 'The person behind it is no member of the workspace any more.' },
    };
  }
  if (tool === null || definitionHash === null) {
    return { action: 'invalidate', reason: { code: 'tool.not_in_catalogue', text: 'The call names no tool.' } };
  }
  if (call.isRepeat && !isIdempotent(copies, call)) return { action: 'invalidate', reason: NOT_REPEATABLE };
  return reverdictAtDispatch({
    ...rulesOf(copies, workspaceId, tool),
    scope: scopeOf(copies, workspaceId, tool, call.strictness),
    call: { definitionHash, review: call.review ?? 'none' },
    granted: call.grantJti !== null,
    connectionMoved:
      copies.catalogue.find(workspaceId, tool.integrationId)?.connectionRevision !== call.connectionRevision,
  });
}

/** Whether a person has declared that executing this tool twice does no harm. Never the server's own hint. */
export function isIdempotent(copies: Copies, { workspaceId, tool }: Pick<Call, 'workspaceId' | 'tool'>): boolean {
  if (tool === null) return false;
  const policy = copies.policy.tool(workspaceId, tool.integrationId, tool.toolName);
  return policy.kind === 'readable' && policy.policy.idempotent;
}

/** The integration was pointed at another server, and what people decided is about the one before: at least `ask`. */
function scopeOf(copies: Copies, workspaceId: string, { integrationId }: CalledTool, strictness: Verdict): Verdict {
  const merged = copies.policy.connectionRevision(workspaceId, integrationId);
  const current = copies.catalogue.find(workspaceId, integrationId)?.connectionRevision;
  return merged === undefined || merged === current ? strictness : strictest([strictness, 'ask']);
}

function rulesOf(copies: Copies, workspaceId: string, { integrationId, toolName }: CalledTool) {
  const integration = copies.catalogue.find(workspaceId, integrationId);
  const definitionHash = integration?.isRemoved === false ? integration.tools.get(toolName)?.definitionHash : null;
  return {
    policy: copies.policy.tool(workspaceId, integrationId, toolName),
    integrationPolicy: copies.policy.integration(workspaceId, integrationId),
    catalogueDefinitionHash: definitionHash ?? null,
    entitlements: copies.policy.entitlements(workspaceId),
  };
}

function denied(code: string, reason: string): Judgement {
  const nothing = { tool: null, definitionHash: null, connectionRevision: null, review: null };
  return { verdict: 'deny', strictness: 'deny', code, reason, ...nothing, expiresInSeconds: 0 };
}
