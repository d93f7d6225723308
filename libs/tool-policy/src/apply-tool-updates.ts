import { omitField, presentFields } from './document-reader.js';
import { findUpdateProblems } from './find-update-problems.js';
import type { StoredRow } from './stored-row.js';
import { readableRow } from './stored-row.js';
import type { ApprovalPolicy, Invalidation, ToolPolicy } from './tool-policy.js';
import type { ApprovalUpdate, ToolUpdate, UpdateContext, UpdateProblem } from './tool-update.js';

/** For the audit: one tool, before and after. */
export interface ToolPolicyChange {
  readonly toolName: string;
  readonly before: ToolPolicy;
  readonly after: ToolPolicy;
}

export type UpdateResult =
  | {
      readonly ok: true;
      /** Every row, in the order given. */
      readonly rows: readonly StoredRow[];
      /** Only what differs now: sending what is already so changes nothing. */
      readonly changes: readonly ToolPolicyChange[];
      readonly invalidated: readonly Invalidation[];
    }
  | {
      readonly ok: false;
      /** At least one. The first one decides the answer's status: 422 before 404 before 409 before 403. */
      readonly problems: readonly UpdateProblem[];
    };

/**
 * Applies a person's updates, all or nothing. Types of fields are the edge's business; everything that depends on the
 * stored rows is checked here.
 */
export function applyToolUpdates(
  rows: readonly StoredRow[],
  updates: readonly ToolUpdate[],
  context: UpdateContext,
): UpdateResult {
  const problems = findUpdateProblems(rows, updates, context);
  if (problems.length > 0) return { ok: false, problems };
  const byName = new Map(updates.map((update) => [update.name, update]));
  const applied = rows.map((row) => {
    const update = row.kind === 'readable' ? byName.get(row.policy.toolName) : undefined;
    return row.kind === 'readable' && update ? readableRow(applyUpdate(row.policy, update)) : row;
  });
  const changes = changesBetween(rows, applied);
  return { ok: true, rows: applied, changes, invalidated: changes.filter(isDisabling).map(toInvalidation) };
}

function applyUpdate(policy: ToolPolicy, update: ToolUpdate): ToolPolicy {
  return {
    ...policy,
    enabled: update.enabled ?? policy.enabled,
    requiresApproval: update.requiresApproval ?? policy.requiresApproval,
    idempotent: update.idempotent ?? policy.idempotent,
    ...(update.approval && hasEffect(update.approval, policy.approval)
      ? { approval: applyApproval(policy.approval ?? {}, update.approval) }
      : {}),
    ...(typeof update.acknowledge === 'string' ? acknowledged(policy, update.acknowledge) : {}),
  };
}

/** Field by field: setting an expiry must not drop the approver group. Keys keep their places, so that equal is equal. */
function applyApproval(approval: ApprovalPolicy, update: ApprovalUpdate): ApprovalPolicy {
  const updated: ApprovalPolicy = {
    ...approval,
    ...presentFields({
      expiresInSeconds: update.expiresInSeconds ?? undefined,
      allowSelfApproval: update.allowSelfApproval ?? undefined,
      approverGroup: update.approverGroup ?? undefined,
    }),
  };
  return updated.approverGroup === '' ? omitField(updated, 'approverGroup') : updated;
}

/** Taking a group away where there is none is no change, like a field that is absent or null. */
function hasEffect({ approverGroup, ...others }: ApprovalUpdate, stored: ApprovalPolicy | undefined): boolean {
  const group = approverGroup === '' && stored?.approverGroup === undefined ? null : approverGroup;
  return [group, ...Object.values(others)].some((value) => value !== null && value !== undefined);
}

/** The person saw this definition under this name: both are settled, until either changes. */
function acknowledged(policy: ToolPolicy, definitionHash: string): Partial<ToolPolicy> {
  return { acknowledgedHash: definitionHash, review: 'none', acknowledgedFlags: policy.flags };
}

function changesBetween(before: readonly StoredRow[], after: readonly StoredRow[]): readonly ToolPolicyChange[] {
  return after.flatMap((row, index) => {
    const previous = before[index];
    if (row.kind !== 'readable' || previous?.kind !== 'readable') return [];
    if (JSON.stringify(previous.policy) === JSON.stringify(row.policy)) return [];
    return [{ toolName: row.policy.toolName, before: previous.policy, after: row.policy }];
  });
}

function isDisabling({ before, after }: ToolPolicyChange): boolean {
  return before.enabled && !after.enabled;
}

function toInvalidation({ toolName }: ToolPolicyChange): Invalidation {
  return { toolName, code: 'disabled' };
}
