import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GATEWAY_ACTOR } from '../audit/audit-entry.js';
import { CONFIG, type Config } from '../config.js';
import { AdmitMember } from '../members/admit-member.use-case.js';
import { RecordMembership } from '../members/record-membership.use-case.js';
import type { Role } from '../users/roles.js';
import type { MemberEntity, UserEntity } from '../users/user.entity.js';
import { MemberRepository } from '../users/user.repository.js';
import { DEFAULT_WORKSPACE_SLUG, WorkspaceRepository } from '../workspaces/workspace.repository.js';
import { OidcError } from './oidc.errors.js';
import { type OidcSettings, roleOfGroups } from './oidc-settings.js';
import type { ProvenPerson } from './to-proven-person.js';

/** What somebody is here by the operator's rules about the provider. They are about the default workspace. */
@Injectable()
export class OidcMembership {
  constructor(
    private readonly members: MemberRepository,
    private readonly workspaces: WorkspaceRepository,
    private readonly admit: AdmitMember,
    private readonly record: RecordMembership,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws OidcError */
  assertDomain(email: string): void {
    const { emailDomains } = this.settings();
    const domain = email.slice(email.lastIndexOf('@') + 1);
    if (emailDomains.length > 0 && !emailDomains.includes(domain)) throw new OidcError('domain_refused');
  }

  /** @throws OidcError */
  assertLetsNewPeopleIn(person: ProvenPerson): void {
    if (this.roleOf(person) === null) throw new OidcError('not_invited');
  }

  /**
   * Where groups make roles, they do so at every sign-in: who left them is let in no more. Somebody who was removed here
   * stays out until they are invited again, whatever the provider says. @throws OidcError
   */
  async keepUp(tx: EntityManager, user: UserEntity, person: ProvenPerson, isNew: boolean): Promise<void> {
    const role = this.roleOf(person);
    const workspace = await this.workspaces.findBySlug(tx, DEFAULT_WORKSPACE_SLUG);
    if (isNew && role !== null && workspace !== null) {
      const details = { issuer: person.issuer };
      await this.admit.execute(tx, user, { workspaceId: workspace.id, role, groupIds: [], details });
    }
    const memberships = await this.members.listOfUser(tx, user.id);
    if (memberships.length === 0) throw new OidcError('not_a_member');
    if (this.settings().roleByGroup.size === 0 || isNew) return;
    const member = memberships.find(({ workspaceId }) => workspaceId === workspace?.id);
    if (member === undefined) return;
    if (role === null) throw new OidcError('no_role');
    if (member.role !== role) await this.setRole(tx, member, role);
  }

  private async setRole(tx: EntityManager, { workspaceId, userId }: MemberEntity, role: Role): Promise<void> {
    await this.members.lock(tx, workspaceId);
    // Read again: whoever had the lock may have changed or removed them.
    const member = await this.members.find(tx, workspaceId, userId);
    if (!member) throw new OidcError('not_a_member');
    if (member.role === role) return;
    // The last admin stays one: a workspace that nobody may administer could not be repaired from inside.
    if (member.role === 'admin' && (await this.members.countAdmins(tx, workspaceId)) === 1) return;
    await this.members.setRole(tx, member, role);
    await this.record.roleChanged(tx, GATEWAY_ACTOR, member, role);
  }

  private roleOf({ groups }: ProvenPerson): Role | null {
    const { roleByGroup, newPeopleRole } = this.settings();
    return roleOfGroups(groups, roleByGroup) ?? newPeopleRole;
  }

  private settings(): OidcSettings {
    if (!this.config.oidc) throw new OidcError('not_configured');
    return this.config.oidc;
  }
}
