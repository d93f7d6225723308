import { Controller, Get } from '@nestjs/common';
import { Entitlements, getEntitlements } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { Authenticated, CurrentPrincipal } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { Answers } from '../http/output.dto.js';

/** Read by everybody of the workspace; set by the deployment's operator, never here. */
@Controller('api/v1/workspaces/:workspaceId/entitlements')
export class EntitlementsController {
  constructor(private readonly requests: RequestClient) {}

  @Get()
  @Authenticated()
  @Answers(Entitlements)
  get(@CurrentPrincipal() { workspaceId }: Principal): Promise<Entitlements> {
    return this.requests.ask(getEntitlements, { workspaceId });
  }
}
