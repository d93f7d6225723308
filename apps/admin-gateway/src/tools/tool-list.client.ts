import { Injectable } from '@nestjs/common';
import { listTools, type ToolPage, type ToolView } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';

/** An integration has at most some thousands of tools; more pages mean a cursor that does not advance. */
const PAGES_MAX = 1_000;

@Injectable()
export class ToolListClient {
  constructor(private readonly requests: RequestClient) {}

  /** Every page as one. The revision is the first page's: an edit in between makes the next If-Match fail, as it should. */
  async all(workspaceId: string, integrationId: string): Promise<ToolPage> {
    const first = await this.requests.ask(listTools, { workspaceId, integrationId });
    const items: ToolView[] = [...first.items];
    let cursor = first.nextCursor;
    for (let page = 1; cursor !== null; page += 1) {
      if (page >= PAGES_MAX) throw new Error('a listing of tools did not end');
      const next = await this.requests.ask(listTools, { workspaceId, integrationId, cursor });
      items.push(...next.items);
      cursor = next.nextCursor;
    }
    return { ...first, items, nextCursor: null };
  }
}
