import { type IntegrationState, listIntegrationStates } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';

/** More than any workspace has integrations: a cursor that does not advance. */
const PAGES_MAX = 1_000;

/** Asks the registry how far its integrations are. */
@Injectable()
export class IntegrationStatesClient {
  constructor(private readonly requests: RequestClient) {}

  /** Every page; nothing up to `revision`, the lowest of theirs, is missing. */
  async list(workspaceId: string): Promise<{ readonly revision: number; readonly states: IntegrationState[] }> {
    const states: IntegrationState[] = [];
    let revision = Number.MAX_SAFE_INTEGER;
    let cursor: string | undefined;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const request = { workspaceId, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.requests.ask(listIntegrationStates, request);
      states.push(...page.items);
      revision = Math.min(revision, page.revision);
      if (page.nextCursor === null) return { revision, states };
      cursor = page.nextCursor;
    }
    throw new Error('a listing of integrations did not end');
  }
}
