import { type IdentityChange, listIdentityChanges } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';

/** A thousand changes each: more pages mean a cursor that does not advance. */
const PAGES_MAX = 1_000;

/** Reads from the gateway what happened to the identities of a workspace. */
@Injectable()
export class IdentityClient {
  constructor(private readonly requests: RequestClient) {}

  /** Every page. */
  async changesSince(workspaceId: string, sinceRevision: number): Promise<IdentityChange[]> {
    const changes: IdentityChange[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const request = { workspaceId, sinceRevision, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.requests.ask(listIdentityChanges, request);
      changes.push(...page.changes);
      if (page.nextCursor === null) return changes;
      cursor = page.nextCursor;
    }
    throw new Error('a listing of identity changes did not end');
  }
}
