import type { ListPolicyChangesRequest, PolicyChange, PolicyChanges } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../cursor.js';
import { EntitlementRepository } from '../entitlements/entitlement.repository.js';
import { fitPage } from '../fit-page.js';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';
import { type PolicyChangePlace, PolicyChangeRepository, type PolicyChangeRow } from './policy-change.repository.js';
import { toPolicyChange } from './policy-change.view.js';

/** Some 400 bytes a row: about as many as fit under the size of a page. */
const CHANGES_PER_PAGE = 500;

/** After every row of a revision: `~` sorts behind a UUID's and a digest's characters. */
const END_OF_REVISION = '~';

/** All changes after a revision, in order. `revision` is how far they reach when every page has been read. */
@Injectable()
export class ListPolicyChanges {
  constructor(
    private readonly database: Database,
    private readonly changes: PolicyChangeRepository,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly entitlements: EntitlementRepository,
  ) {}

  /** @throws InvalidInputError */
  async execute({ workspaceId, sinceRevision, cursor }: ListPolicyChangesRequest): Promise<PolicyChanges> {
    const after = cursor ? toPlace(cursor) : endOf(sinceRevision);
    return this.database.read(workspaceId, async (tx) => {
      const revision = await this.revisions.current(tx, workspaceId);
      const rows = await this.changes.listAfter(tx, workspaceId, after, CHANGES_PER_PAGE + 1);
      const { items, isCut } = fitPage(rows.map(toPolicyChange), CHANGES_PER_PAGE);
      const last = rows[items.length - 1];
      const { entitlements, revision: entitledAt } = await this.entitlements.get(tx, workspaceId);
      // Without a row there is nothing to list, and a copy should not have to know the defaults.
      const isUnset = entitledAt === 0 && sinceRevision === 0 && !cursor;
      const defaults: PolicyChange[] = isUnset ? [{ revision: 0, kind: 'entitlements', entitlements }] : [];
      return {
        revision,
        changes: [...defaults, ...items],
        nextCursor: isCut && last ? encodeCursor(fromRow(last)) : null,
      };
    });
  }
}

function endOf(revision: number): PolicyChangePlace {
  return { revision, integrationId: END_OF_REVISION, toolDigest: END_OF_REVISION };
}

function fromRow(row: PolicyChangeRow): [number, string, string] {
  return [row.revision, row.integrationId ?? '', row.toolDigest ?? ''];
}

function toPlace(cursor: string): PolicyChangePlace {
  const [revision, integrationId, toolDigest] = decodeCursor(cursor, [0, '', ''] as [number, string, string]);
  return { revision, integrationId, toolDigest };
}
