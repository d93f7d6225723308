import { Injectable } from '@nestjs/common';
import type { Caller } from '../../callers/caller.js';
import type { CataloguedIntegration } from '../../copies/catalogue-copy.js';
import { Copies } from '../../copies/copies.js';
import { openIntegrations } from '../../gate/open-integrations.js';
import { LIST_PAGE_BYTES_MAX, LISTED_AT_ONCE_MAX } from '../../limits.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { CACHE_HINTS, MODERN_HEAD } from './passed-result.js';
import { decodeCursor, mergedPage } from './merged-page.js';
import { exposeItems, OFFERINGS, type ExposedItem, type Offering } from './offering.js';
import { ServerListings } from './server-listings.client.js';

/** What the servers that the caller may read have beside tools, each of them asked, in one list. */
@Injectable()
export class ListOfferings {
  readonly methods: readonly McpMethod[] = OFFERINGS.map((offering) => ({
    name: offering.method,
    eras: ['legacy', 'modern'],
    execute: (request) => this.execute(offering, request),
  }));

  constructor(
    private readonly copies: Copies,
    private readonly listings: ServerListings,
  ) {}

  private async execute(offering: Offering, { caller, era, params }: McpRequest): Promise<MethodResult> {
    const after = params['cursor'] === undefined ? '' : decodeCursor(params['cursor']);
    if (after === undefined) throw invalidParams('the cursor is not one of ours');
    const exposed = await this.collect(offering, caller);
    const { items, nextCursor } = mergedPage(exposed, after, LIST_PAGE_BYTES_MAX);
    const head = era === 'modern' ? `${MODERN_HEAD},${CACHE_HINTS},` : '';
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    return { json: `{${head}"${offering.field}":[${items.join(',')}]${next}}` };
  }

  /** Several at once, and the next as soon as one has answered. */
  private async collect(offering: Offering, caller: Caller): Promise<readonly ExposedItem[]> {
    const waiting = [...openIntegrations(this.copies, caller, offering.kind)];
    const exposed: ExposedItem[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        exposed.push(...(await this.listOne(offering, caller, next)));
      }
    };
    await Promise.all(Array.from({ length: Math.min(LISTED_AT_ONCE_MAX, waiting.length) }, work));
    return exposed;
  }

  private async listOne(
    offering: Offering,
    caller: Caller,
    integration: CataloguedIntegration,
  ): Promise<readonly ExposedItem[]> {
    const items = await this.listings.of({ workspaceId: caller.workspaceId, integration, offering });
    return exposeItems(offering, items, integration.slug, caller);
  }
}
