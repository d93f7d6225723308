import { Controller, Get } from '@nestjs/common';
import { PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { QueryOf } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { MemberRepository } from '../users/user.repository.js';
import { ListMembersQuery, MemberPage } from './member.dto.js';

/** Whom an approver group can have. */
@Controller('api/v1/workspaces/:workspaceId/members')
export class MembersController {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
  ) {}

  @Get()
  @RequiresScope('workspace:admin')
  @Answers(MemberPage)
  async list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ListMembersQuery) { cursor, limit }: ListMembersQuery,
  ): Promise<MemberPage> {
    const size = limit || PAGE_SIZE_MAX;
    const rows = await this.database.system((tx) => this.members.listPeople(tx, workspaceId, cursor, size + 1));
    const items = rows.slice(0, size);
    return { items, nextCursor: rows.length > size ? (items.at(-1)?.userId ?? null) : null };
  }
}
