import { Injectable } from '@nestjs/common';
import { ListOfferedTools } from '../../offers/list-offered-tools.use-case.js';
import type { OfferList } from '../../offers/offer-lists.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { PreparedLists, type PreparedList } from './prepared-lists.js';
import { decodeCursor, encodeCursor, toToolPages } from './tool-pages.js';

/** A policy change reaches the router within a second; a client's list may be older by this. */
const LIST_TTL_MS = 5_000;

const BEGIN: Readonly<Record<Era, Buffer>> = {
  legacy: Buffer.from('{'),
  modern: Buffer.from(
    `{"resultType":"complete","ttlMs":${LIST_TTL_MS},"cacheScope":"private",` +
      `"_meta":${JSON.stringify({ [META.serverInfo]: SERVER_INFO })},`,
  ),
};
const END = Buffer.from('}');

/** What the caller may call now, from memory: a listing is made once for all who see the same. */
@Injectable()
export class ListTools implements McpMethod {
  readonly name = 'tools/list';
  readonly eras: readonly Era[] = ['legacy', 'modern'];
  private readonly lists = new PreparedLists();

  constructor(private readonly offered: ListOfferedTools) {}

  async execute({ caller, era, params: { cursor } }: McpRequest): Promise<MethodResult> {
    const after = cursor === undefined ? '' : readCursor(cursor);
    const list = this.offered.listFor(caller);
    const pages = await this.lists.of(`${caller.workspaceId} ${era} ${list.hash}`, () =>
      this.prepare(caller.workspaceId, list, era),
    );
    // Tools may have come or gone since the page before: some may be repeated then, and none is left out.
    const page = pages.findLast((candidate) => candidate.after <= after);
    if (page === undefined) throw new Error('a listing has at least one page, behind nothing');
    return { json: Buffer.concat([BEGIN[era], page.json, END]) };
  }

  private async prepare(workspaceId: string, list: OfferList, era: Era): Promise<PreparedList> {
    const tools = await this.offered.describe(workspaceId, list);
    return { pages: toToolPages(tools, era), isWhole: tools.length === list.offers.length };
  }
}

function readCursor(cursor: unknown): string {
  const after = typeof cursor === 'string' ? decodeCursor(cursor) : '';
  if (after === '' || encodeCursor(after) !== cursor) throw invalidParams('the cursor is not one of ours');
  return after;
}
