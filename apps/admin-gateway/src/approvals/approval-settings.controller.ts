import { Controller, Get, Headers, Patch, Res } from '@nestjs/common';
import { getApprovalSettings, updateApprovalSettings, WorkspaceApprovalSettings } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Response } from 'express';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { JsonBody } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
import { readIfMatch, toEntityTag } from '../tools/entity-tag.js';
import { UpdateApprovalSettingsBody } from './approval.dto.js';

const RULES =
  'What holds for all approvals of the workspace, also for those that wait already. A tool can be stricter in its own `approval`, ' +
  'never laxer. A field that is absent or null stays as it is.';

@Controller('api/v1/workspaces/:workspaceId/approval-settings')
export class ApprovalSettingsController {
  constructor(private readonly requests: RequestClient) {}

  @Get()
  @RequiresScope('approval:read')
  @Explained(RULES)
  @Answers(WorkspaceApprovalSettings)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkspaceApprovalSettings> {
    return tagged(response, await this.requests.ask(getApprovalSettings, { workspaceId }));
  }

  @Patch()
  @RequiresScope('policy:update')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @Explained(RULES)
  @Answers(WorkspaceApprovalSettings)
  async update(
    @CurrentWriter() writer: Writer,
    @JsonBody(UpdateApprovalSettingsBody) body: UpdateApprovalSettingsBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WorkspaceApprovalSettings> {
    const ifRevision = readIfMatch(ifMatch);
    const condition = ifRevision === undefined ? {} : { ifRevision };
    return tagged(response, await this.requests.ask(updateApprovalSettings, { ...body, ...condition, ...writer }));
  }
}

function tagged(response: Response, settings: WorkspaceApprovalSettings): WorkspaceApprovalSettings {
  response.setHeader('etag', toEntityTag(settings.revision, settings));
  return settings;
}
