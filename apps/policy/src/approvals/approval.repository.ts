import type { Actor, Way } from '@countersign/contracts';
import { toolNameDigest } from '@countersign/tool-name';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThan, Raw } from 'typeorm';
import type { IntegrationKey } from '../integrations/integration.repository.js';
import { listAskers } from './list-asking-tokens.js';
import { ApprovalEntity, isSettled, type Outcome, type ReasonCode, type SettledApproval } from './approval.entity.js';

export interface ApprovalKey {
  readonly workspaceId: string;
  readonly approvalId: string;
}

/** How an approval ends. */
export interface Settlement {
  readonly state: Outcome;
  readonly decidedBy: Actor | null;
  readonly reasonCode: ReasonCode;
  readonly reason: string | null;
  readonly selfApproved?: boolean;
  readonly decidedVia?: Way | null;
  /** Of the arguments that run instead of those that were asked for. */
  readonly edited?: { readonly argumentsHash: string; readonly bindingHash: string } | null;
}

export interface ApprovalPageQuery {
  readonly state: ApprovalEntity['state'] | null;
  readonly before: string | null;
  readonly limit: number;
  /** Only what these groups, and everybody, are asked; null: all of them. */
  readonly forGroups: readonly string[] | null;
}

/** Which pending approvals of an integration a settlement is about. */
export interface PendingOf extends IntegrationKey {
  readonly toolNames?: readonly string[];
  readonly connectionRevisionBelow?: number;
}

/**
 * Every way to end an approval is one conditional update of a pending row, so that exactly one of those that are tried at
 * the same time succeeds. The database's clock decides, read again after any wait for the row.
 */
@Injectable()
export class ApprovalRepository {
  /** Whether it was inserted; an approval or call that is there already stays as it is. */
  async insert(tx: EntityManager, approval: ApprovalEntity): Promise<boolean> {
    const result = await tx
      .createQueryBuilder()
      .insert()
      .into(ApprovalEntity)
      .values(approval)
      .orIgnore()
      .returning('id')
      .execute();
    return (result.raw as unknown[]).length > 0;
  }

  async find(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey): Promise<ApprovalEntity | null> {
    return tx.findOneBy(ApprovalEntity, { workspaceId, id: approvalId });
  }

  /** Newest first. */
  async list(tx: EntityManager, workspaceId: string, page: ApprovalPageQuery): Promise<ApprovalEntity[]> {
    const { state, before, limit, forGroups } = page;
    return tx.find(ApprovalEntity, {
      where: {
        workspaceId,
        ...(state === null ? {} : { state }),
        ...(before === null ? {} : { id: LessThan(before) }),
        ...(forGroups === null ? {} : { approverGroup: isAskedOf(forGroups) }),
      },
      order: { id: 'desc' },
      take: limit,
    });
  }

  /** Whom the pending ones of some tools are asked of from now on. One statement, however many tools. */
  async regroup(
    tx: EntityManager,
    { workspaceId, integrationId }: IntegrationKey,
    groups: ReadonlyMap<string, string | null>,
  ): Promise<void> {
    if (groups.size === 0) return;
    await tx.query(
      `update approvals a set approver_group = t.approver_group
       from unnest($3::text[], $4::text[]) as t (tool_digest, approver_group)
       where a.tool_digest = t.tool_digest and a.approver_group is distinct from t.approver_group
         and ${inStableOrder('workspace_id = $1 and integration_id = $2 and tool_digest = any($3)', 'a')}`,
      [workspaceId, integrationId, [...groups.keys()].map(toolNameDigest), [...groups.values()]],
    );
  }

  /** A decision, which counts before the expiry only. False: somebody or something was first. */
  async decide(tx: EntityManager, key: ApprovalKey, settlement: Settlement): Promise<boolean> {
    const keys = await this.settle(tx, settlement, {
      condition: 'workspace_id = $9 and id = $10 and expires_at > clock_timestamp()',
      parameters: [key.workspaceId, key.approvalId],
    });
    return keys.length > 0;
  }

  /** False: it is over already. */
  async cancel(tx: EntityManager, key: ApprovalKey, settlement: Settlement): Promise<boolean> {
    const keys = await this.settle(tx, settlement, {
      condition: 'workspace_id = $9 and id = $10',
      parameters: [key.workspaceId, key.approvalId],
    });
    return keys.length > 0;
  }

  /** What was approved is not wanted any more. False: it is none, or that was known. */
  async markWithdrawn(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      `update approvals set withdrawn_at = clock_timestamp()
       where workspace_id = $1 and id = $2 and state = 'approved' and withdrawn_at is null returning 1`,
      [workspaceId, approvalId],
    );
    return rows.length > 0;
  }

  async invalidate(tx: EntityManager, of: PendingOf, settlement: Settlement): Promise<SettledApproval[]> {
    const keys = await this.settle(tx, settlement, {
      condition: inStableOrder(`workspace_id = $9 and integration_id = $10
        and ($11::text[] is null or tool_digest = any($11)) and ($12::bigint is null or connection_revision < $12)`),
      parameters: [
        of.workspaceId,
        of.integrationId,
        of.toolNames?.map(toolNameDigest) ?? null,
        of.connectionRevisionBelow ?? null,
      ],
    });
    return this.load(tx, keys);
  }

  /** Every pending approval behind which one of these stands: a token, itself or by a run that it started, or a person. */
  async invalidateOfAskers(
    tx: EntityManager,
    workspaceId: string,
    askers: ReadonlySet<string>,
    settlement: Settlement,
  ): Promise<SettledApproval[]> {
    // Who asked is JSON text, which is read here: U+0000 in a name would make the database refuse all of them.
    const pending = await tx.find(ApprovalEntity, {
      where: { workspaceId, state: 'pending' },
      select: { workspaceId: true, id: true, principal: true, tokenId: true },
    });
    const theirs = pending.filter((approval) => listAskers(approval).some((key) => askers.has(key)));
    const keys = await this.settle(tx, settlement, {
      condition: inStableOrder('workspace_id = $9 and id = any($10)'),
      parameters: [workspaceId, theirs.map(({ id }) => id)],
    });
    return this.load(tx, keys);
  }

  /** Some of those that are due, whichever no other sweeper has in hand; for the system role. */
  async expireDue(tx: EntityManager, settlement: Settlement, limit: number): Promise<SettledApproval[]> {
    const keys = await this.settle(tx, settlement, {
      condition: `(workspace_id, id) in (
        select workspace_id, id from approvals where state = 'pending' and expires_at <= clock_timestamp()
        order by expires_at limit $9 for update skip locked)`,
      parameters: [limit],
    });
    return this.load(tx, keys);
  }

  /** Parameters of the condition begin at `$9`. */
  private async settle(
    tx: EntityManager,
    { state, decidedBy, reasonCode, reason, selfApproved, decidedVia, edited }: Settlement,
    where: { readonly condition: string; readonly parameters: readonly unknown[] },
  ): Promise<SettledKey[]> {
    const [rows] = await tx.query<[SettledKey[], number]>(
      `update approvals set state = $1, decided_at = clock_timestamp(), decided_by = $2, reason_code = $3, reason = $4,
         self_approved = $5, decided_via = $6, edited_arguments_hash = $7, edited_binding_hash = $8, remind_at = null
       where state = 'pending' and ${where.condition} returning workspace_id, id`,
      [
        state,
        decidedBy === null ? null : JSON.stringify(decidedBy),
        reasonCode,
        reason,
        selfApproved ?? false,
        decidedVia ?? null,
        edited?.argumentsHash ?? null,
        edited?.bindingHash ?? null,
        ...where.parameters,
      ],
    );
    return rows;
  }

  private async load(tx: EntityManager, keys: readonly SettledKey[]): Promise<SettledApproval[]> {
    if (keys.length === 0) return [];
    const byWorkspace = [...Map.groupBy(keys, (key) => key.workspace_id)];
    const approvals = await tx.find(ApprovalEntity, {
      where: byWorkspace.map(([workspaceId, those]) => ({ workspaceId, id: In(those.map(({ id }) => id)) })),
    });
    return approvals.filter(isSettled);
  }
}

/** The pending rows of a condition, locked by their ids: two changes of the same ones wait for, and never block, each other. */
function inStableOrder(condition: string, table = 'approvals'): string {
  return `(${table}.workspace_id, ${table}.id) in (
    select workspace_id, id from approvals where state = 'pending' and ${condition} order by workspace_id, id for update)`;
}

interface SettledKey {
  readonly workspace_id: string;
  readonly id: string;
}

/** Whoever may decide is asked where no group is named. */
function isAskedOf(groups: readonly string[]): ReturnType<typeof Raw<string>> {
  return Raw((column) => `(${column} is null or ${column} = any(:groups))`, { groups });
}
