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
   * The next reminder of some that are due, whichever no other sweeper has in hand; for the system role. It is sent with
   * the transaction that counts it, and after the last one nothing is due any more.
   */
  async takeDue(tx: EntityManager, limit: number): Promise<DueReminder[]> {
    const [rows] = await tx.query<[ReminderRow[], number]>(
      `update approvals set reminders_sent = reminders_sent + 1,
         remind_at = requested_at + (expires_at - requested_at) * (($1::integer[])[reminders_sent + 2] / 100.0)
       where (workspace_id, id) in (
         select workspace_id, id from approvals
         where state = 'pending' and remind_at <= clock_timestamp() and expires_at > clock_timestamp()
         order by remind_at limit $2 for update skip locked)
       returning workspace_id, id, call_id, integration_id, integration_slug, tool_name, approver_group, expires_at,
         ($1::integer[])[reminders_sent] as percent`,
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
