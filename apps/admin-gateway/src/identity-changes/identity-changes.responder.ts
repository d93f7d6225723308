import {
  type IdentityChanges,
  InvalidInputError,
  listIdentityChanges,
  type ListIdentityChangesRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { IdentityChangeRepository } from './identity-change.repository.js';
import { toIdentityChange } from './identity-change.view.js';

/** Some 130 bytes each: a page stays under 256 KiB. */
const PAGE_CHANGES_MAX = 1_000;

@Responder()
export class IdentityChangesResponder {
  constructor(
    private readonly database: Database,
    private readonly changes: IdentityChangeRepository,
  ) {}

  @Responds(listIdentityChanges)
  async list({ workspaceId, sinceRevision, cursor }: ListIdentityChangesRequest): Promise<IdentityChanges> {
    const after = cursor === undefined ? sinceRevision : readCursor(cursor);
    // One snapshot: the revision must not be ahead of the changes.
    const { revision, rows } = await this.database.read(workspaceId, async (tx) => ({
      revision: await this.changes.revisionOf(tx, workspaceId),
      rows: await this.changes.listSince(tx, workspaceId, after, PAGE_CHANGES_MAX),
    }));
    const isFull = rows.length === PAGE_CHANGES_MAX;
    return {
      revision,
      changes: rows.map(toIdentityChange),
      nextCursor: isFull ? (rows.at(-1)?.revision ?? null) : null,
    };
  }
}

function readCursor(cursor: string): number {
  const revision = Number(cursor);
  if (Number.isSafeInteger(revision) && revision >= 0) return revision;
  throw new InvalidInputError([{ pointer: '/cursor', code: 'cursor', message: 'is not a cursor of this listing' }]);
}
