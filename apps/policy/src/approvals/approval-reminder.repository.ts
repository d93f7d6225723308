import { type ApprovalReminder, REMINDER_PERCENTAGES } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export type DueReminder = ApprovalReminder & { readonly workspaceId: string };

interface ReminderRow {
  readonly workspace_id: string;
  readonly id: string;
  readonly call_id: string;
  readonly integration_id: string;
  readonly integration_slug: string;
  readonly tool_name: Buffer;
  readonly approver_group: string | null;
  readonly expires_at: Date;
  readonly percent: number;
}

/** Which reminder comes next, and when, stands in the row of the approval. */
@Injectable()
export class ApprovalReminderRepository {
  /**
   * The newest reminder of some that are due, whichever no other sweeper has in hand; for the system role. It is sent with
   * the transaction that counts it, and after the last one nothing is due any more. Of several that came due while nobody
   * could sweep, only the last one still says something.
   */
  async takeDue(tx: EntityManager, limit: number): Promise<DueReminder[]> {
    const [rows] = await tx.query<[ReminderRow[], number]>(
      `with due as materialized (
         select workspace_id, id, greatest(reminders_sent + 1,
           (select count(*) from unnest($1::integer[]) percent
            where requested_at + (expires_at - requested_at) * (percent / 100.0) <= clock_timestamp())) as count
         from approvals
         where state = 'pending' and remind_at <= clock_timestamp() and expires_at > clock_timestamp()
         order by remind_at limit $2 for update skip locked)
       update approvals a set reminders_sent = due.count,
         remind_at = a.requested_at + (a.expires_at - a.requested_at) * (($1::integer[])[due.count + 1] / 100.0)
       from due where a.workspace_id = due.workspace_id and a.id = due.id
       returning a.workspace_id, a.id, a.call_id, a.integration_id, a.integration_slug, a.tool_name, a.approver_group,
         a.expires_at, ($1::integer[])[a.reminders_sent] as percent`,
      [REMINDER_PERCENTAGES, limit],
    );
    return rows.map(toReminder);
  }
}

function toReminder(row: ReminderRow): DueReminder {
  return {
    workspaceId: row.workspace_id,
    approvalId: row.id,
    callId: row.call_id,
    integrationId: row.integration_id,
    integrationSlug: row.integration_slug,
    toolName: row.tool_name.toString(),
    approverGroup: row.approver_group,
    percent: row.percent,
    expiresAt: row.expires_at.toISOString(),
  };
}
