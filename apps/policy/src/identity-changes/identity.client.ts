import { type IdentityChange, listIdentityChanges } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';

/** A thousand changes each: more pages mean a cursor that does not advance. */
const PAGES_MAX = 1_000;

export interface ChangesOfIdentities {
  readonly revision: number;
  readonly changes: readonly IdentityChange[];
}

/** Reads from the gateway what happened to the identities of a workspace. */
@Injectable()
export class IdentityClient {
  constructor(private readonly requests: RequestClient) {}

  /** Every page; nothing up to `revision`, the lowest of theirs, is missing. */
  async changesSince(workspaceId: string, sinceRevision: number): Promise<ChangesOfIdentities> {
    const changes: IdentityChange[] = [];
    let revision = Number.MAX_SAFE_INTEGER;
    let cursor: string | undefined;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const request = { workspaceId, sinceRevision, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.requests.ask(listIdentityChanges, request);
      changes.push(...page.changes);
      revision = Math.min(revision, page.revision);
      if (page.nextCursor === null) return { revision, changes };
      cursor = page.nextCursor;
    }
    throw new Error('a listing of identity changes did not end');
  }
}
