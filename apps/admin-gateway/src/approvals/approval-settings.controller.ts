import { Controller, Get, Headers, Patch, Res } from '@nestjs/common';
import { getApprovalSettings, updateApprovalSettings, WorkspaceApprovalSettings } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Response } from 'express';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { tagged, toRevisionCondition } from '../http/entity-tag.js';
import { JsonBody } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
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
    const settings = await this.requests.ask(getApprovalSettings, { workspaceId });
    return tagged(response, settings, settings.revision);
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
    const change = { ...body, ...toRevisionCondition(ifMatch), ...writer };
    const settings = await this.requests.ask(updateApprovalSettings, change);
    return tagged(response, settings, settings.revision);
  }
}
