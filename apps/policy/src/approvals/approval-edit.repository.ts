import type { ArgumentsEdit, DefinitionDifference } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ApprovalKey } from './approval.repository.js';
import type { EditDescription } from './describe-edit.js';

/** What an approver made of the arguments. Both texts are canonical JSON. */
export interface ApprovalEdit extends EditDescription {
  readonly original: string;
  readonly edited: string;
}

interface EditRow {
  readonly original: string;
  readonly edited: string;
  readonly differences: string;
  readonly truncated: boolean;
  readonly summary: string;
}

/** Beside the approvals, so that a list of them does not read a quarter of a megabyte each. */
@Injectable()
export class ApprovalEditRepository {
  async insert(tx: EntityManager, { workspaceId, approvalId }: ApprovalKey, edit: ApprovalEdit): Promise<void> {
    await tx.query(
      `insert into approval_edits (workspace_id, approval_id, original, edited, differences, truncated, summary)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        workspaceId,
        approvalId,
        edit.original,
        edit.edited,
        JSON.stringify(edit.differences),
        edit.truncated,
        edit.summary,
      ],
    );
  }

  async find(
    tx: EntityManager,
    { workspaceId, approvalId }: ApprovalKey,
  ): Promise<(ArgumentsEdit & { readonly summary: string }) | null> {
    const [row] = await tx.query<EditRow[]>(
      `select original, edited, differences, truncated, summary from approval_edits
       where workspace_id = $1 and approval_id = $2`,
      [workspaceId, approvalId],
    );
    if (row === undefined) return null;
    return { ...row, differences: JSON.parse(row.differences) as DefinitionDifference[] };
  }
}
