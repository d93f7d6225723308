import { Controller, Get } from '@nestjs/common';
import {
  countTools,
  listIntegrations,
  listRecentChecks,
  RECENT_CHECKS_MAX,
  RECENTLY_CHECKED_MAX,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { RecentChecksPage, ToolCountsPage } from './integration.dto.js';

const SAME_PAGE = 'The pages are those of the list of integrations: the same cursor and limit give the same ones.';

/** What the cards of a page of integrations show besides the integrations. */
@Controller('api/v1/workspaces/:workspaceId/mcp-integrations')
export class IntegrationCardsController {
  constructor(private readonly requests: RequestClient) {}

  @Get('tool-counts')
  @RequiresScope('integration:read')
  @Answers(ToolCountsPage)
  @Explained(`How many tools each integration has, by what a call of them would get. ${SAME_PAGE}`)
  async toolCounts(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(PageQuery) page: PageQuery,
  ): Promise<ToolCountsPage> {
    const { ids, nextCursor } = await this.pageOf(workspaceId, page);
    const { items } = await this.requests.ask(countTools, { workspaceId, integrationIds: ids });
    return { items, nextCursor };
  }

  @Get('recent-checks')
  @RequiresScope('integration:read')
  @Answers(RecentChecksPage)
  @Explained(`How each server was found to be, the last ${RECENT_CHECKS_MAX} times, oldest first. ${SAME_PAGE}`)
  async recentChecks(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(PageQuery) page: PageQuery,
  ): Promise<RecentChecksPage> {
    const { ids, nextCursor } = await this.pageOf(workspaceId, page);
    const parts = Array.from({ length: Math.ceil(ids.length / RECENTLY_CHECKED_MAX) }, (_, part) =>
      ids.slice(part * RECENTLY_CHECKED_MAX, (part + 1) * RECENTLY_CHECKED_MAX),
    );
    const answers = await Promise.all(
      parts.map((integrationIds) => this.requests.ask(listRecentChecks, { workspaceId, integrationIds })),
    );
    return { items: answers.flatMap(({ items }) => items), nextCursor };
  }

  private async pageOf(workspaceId: string, page: PageQuery): Promise<{ ids: string[]; nextCursor: string | null }> {
    const { items, nextCursor } = await this.requests.ask(listIntegrations, { ...page, workspaceId });
    return { ids: items.map(({ id }) => id), nextCursor };
  }
}
