import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database, databaseNow } from '@countersign/database';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { CreateInvitation } from './create-invitation.use-case.js';
import { CreatedInvitationView, CreateInvitationBody, InvitationPage, ListInvitationsQuery } from './invitation.dto.js';
import { InvitationRepository } from './invitation.repository.js';
import { RevokeInvitation } from './revoke-invitation.use-case.js';
import { toInvitationView } from './invitation.view.js';

@Controller('api/v1/workspaces/:workspaceId/invitations')
export class InvitationsController {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly createInvitation: CreateInvitation,
    private readonly revokeInvitation: RevokeInvitation,
  ) {}

  @Post()
  @RequiresScope('workspace:admin')
  @NotReplayed()
  @Explained(
    'The link is shown this once and is good once; a new one for the same e-mail takes the place of an older. Nobody gives a ' +
      'role with a scope that they have not themselves, and an invitation ends with the rights of who made it.',
  )
  @Answers(CreatedInvitationView)
  async create(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(CreateInvitationBody) body: CreateInvitationBody,
  ): Promise<CreatedInvitationView> {
    const { invitation, url } = await this.createInvitation.execute(principal, body);
    return { ...toInvitationView(invitation, invitation.createdAt), url };
  }

  @Get()
  @RequiresScope('workspace:admin')
  @Answers(InvitationPage)
  async list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ListInvitationsQuery) { cursor, limit }: ListInvitationsQuery,
  ): Promise<InvitationPage> {
    const size = limit || PAGE_SIZE_MAX;
    return this.database.read(workspaceId, async (tx) => {
      const now = await databaseNow(tx);
      const rows = await this.invitations.list(tx, workspaceId, cursor, size + 1);
      const items = rows.slice(0, size).map((row) => toInvitationView(row, now));
      return { items, nextCursor: rows.length > size ? (items.at(-1)?.id ?? null) : null };
    });
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @Explained('What is over already stays as it is.')
  @AnswersNothing()
  async revoke(
    @CurrentPrincipal() principal: Principal,
    @IdParam('invitationId', 'invitation') invitationId: string,
  ): Promise<void> {
    await this.revokeInvitation.execute(principal, invitationId);
  }
}
