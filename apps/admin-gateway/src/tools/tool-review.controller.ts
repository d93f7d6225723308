import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { getToolReview, PrunedTools, pruneTools, ToolReview } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
import { PruneToolsBody, ReviewQuery } from './tool.dto.js';

const REVIEW_RULES =
  'How the definition differs from the one that was acknowledged last. `definitionHash` is what an `acknowledge` of this names.';
const PRUNE_RULES =
  'Forgets tools that the server does not list any more, with what was decided about them; without `names` all of them.';

@Controller('api/v1/workspaces/:workspaceId/mcp-integrations/:integrationId/tools')
export class ToolReviewController {
  constructor(private readonly requests: RequestClient) {}

  @Get('review')
  @RequiresScope('integration:read')
  @Explained(REVIEW_RULES)
  @Answers(ToolReview)
  review(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('integrationId', 'integration') integrationId: string,
    @QueryOf(ReviewQuery) { name }: ReviewQuery,
  ): Promise<ToolReview> {
    return this.requests.ask(getToolReview, { workspaceId, integrationId, toolName: name });
  }

  @Post('prune')
  @HttpCode(200)
  @RequiresScope('policy:update')
  @TakesHeader(CLIENT_HEADER)
  @Explained(PRUNE_RULES)
  @Answers(PrunedTools)
  prune(
    @CurrentWriter() writer: Writer,
    @IdParam('integrationId', 'integration') integrationId: string,
    @JsonBody(PruneToolsBody) body: PruneToolsBody,
  ): Promise<PrunedTools> {
    return this.requests.ask(pruneTools, { ...body, ...writer, integrationId });
  }
}
