import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../audit/audit.repository.js';
import { RecordIdentityChanges } from '../identity-changes/record-identity-changes.use-case.js';
import { LOGIN_ATTEMPTS_MAX } from '../users/login-limits.js';
import type { UserEntity } from '../users/user.entity.js';
import { MemberRepository } from '../users/user.repository.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';

/** How somebody proved who they are. */
export type SignInWay = 'password' | 'invitation' | 'oidc';

type Person = Pick<UserEntity, 'id' | 'name'>;

/** A sign-in is a person's, so every workspace that they are a member of has it in its audit. */
@Injectable()
export class AuditSignIns {
  constructor(
    private readonly database: Database,
    private readonly members: MemberRepository,
    private readonly attempts: LoginAttemptRepository,
    private readonly audit: AuditRepository,
    private readonly identityChanges: RecordIdentityChanges,
  ) {}

  /** As the system role, with the session itself. */
  async succeeded(tx: EntityManager, person: Person, way: SignInWay): Promise<void> {
    await this.record(tx, person, 'session.sign_in_succeeded', { way });
  }

  /**
   * Of a window's failures the first, and the one after which nobody is let in until its end: what somebody who guesses can
   * write here is bounded. An e-mail that nobody has belongs to no workspace, and what was typed may be a password.
   */
  async failed(email: string, person: Person | null, attempts: number): Promise<void> {
    if (attempts !== 1 && attempts !== LOGIN_ATTEMPTS_MAX) return;
    const action = attempts === 1 ? 'session.sign_in_failed' : 'session.sign_in_locked';
    await this.database.system(async (tx) => {
      // The answer must not come sooner for an e-mail that nobody has.
      await this.attempts.touch(tx, email);
      if (person) await this.record(tx, person, action, { attempts });
    });
  }

  /** What became of the person in general, for each of their workspaces. */
  async changed(tx: EntityManager, person: Person, action: string, details: object): Promise<void> {
    await this.record(tx, person, action, details);
  }

  /** As `changed`; what they have open is asked about anew. */
  async ended(tx: EntityManager, person: Person, action: string, details: object): Promise<void> {
    await this.record(tx, person, action, details);
    for (const { workspaceId } of await this.members.listOfUser(tx, person.id)) {
      await this.identityChanges.ofReading(tx, workspaceId, person.id);
    }
  }

  private async record(tx: EntityManager, { id, name }: Person, action: string, details: object): Promise<void> {
    const actor = { kind: 'user' as const, id, name, ownerId: id };
    for (const { workspaceId } of await this.members.listOfUser(tx, id)) {
      await this.audit.record(tx, workspaceId, { action, actor, details: { ...details } });
    }
  }
}
