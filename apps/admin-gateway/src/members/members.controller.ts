import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
import { MemberRepository } from '../users/user.repository.js';
import { ChangeRole } from './change-role.use-case.js';
import { ChangeMemberBody, ListMembersQuery, MemberPage, MemberView } from './member.dto.js';
import { UnknownMemberError } from './member.errors.js';
import { toMemberView } from './member.view.js';
import { RemoveMember } from './remove-member.use-case.js';
import { UnlockMember } from './unlock-member.use-case.js';

const ROLE_RULES =
  'Nobody gives a role with a scope that they have not themselves, and the last admin stays one (409 `member.last_admin`).';
const REMOVAL_RULES =
  'Ends their tokens, the runs that they started, and what both asked for, within a second; they leave the approver groups. ' +
  'The last admin stays (409 `member.last_admin`).';

/** Who may be here, and as what. */
@Controller('api/v1/workspaces/:workspaceId/members')
export class MembersController {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly changeRole: ChangeRole,
    private readonly removeMember: RemoveMember,
    private readonly unlockMember: UnlockMember,
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
    const items = rows.slice(0, size).map(toMemberView);
    return { items, nextCursor: rows.length > size ? (items.at(-1)?.userId ?? null) : null };
  }

  @Get(':userId')
  @RequiresScope('workspace:admin')
  @Answers(MemberView)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('userId', 'member') userId: string,
  ): Promise<MemberView> {
    const person = await this.database.system((tx) => this.members.findPerson(tx, workspaceId, userId));
    if (!person) throw new UnknownMemberError(userId);
    return toMemberView(person);
  }

  @Patch(':userId')
  @RequiresScope('workspace:admin')
  @Explained(ROLE_RULES)
  @Answers(MemberView)
  async update(
    @CurrentPrincipal() principal: Principal,
    @IdParam('userId', 'member') userId: string,
    @JsonBody(ChangeMemberBody) { role }: ChangeMemberBody,
  ): Promise<MemberView> {
    await this.changeRole.execute(principal, userId, role);
    return this.get(principal, userId);
  }

  @Delete(':userId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @Explained(REMOVAL_RULES)
  @AnswersNothing()
  async remove(@CurrentPrincipal() principal: Principal, @IdParam('userId', 'member') userId: string): Promise<void> {
    await this.removeMember.execute(principal, userId);
  }

  @Post(':userId/unlock')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @Explained('Forgets the wrong passwords of a person who `isLocked`.')
  @AnswersNothing()
  async unlock(@CurrentPrincipal() principal: Principal, @IdParam('userId', 'member') userId: string): Promise<void> {
    await this.unlockMember.execute(principal, userId);
  }
}
