import { Injectable } from '@nestjs/common';
import { newId } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { GATEWAY_ACTOR } from '../audit/audit-entry.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { MemberRepository, UserRepository } from './user.repository.js';

@Injectable()
export class CreateFirstAdmin {
  constructor(
    private readonly users: UserRepository,
    private readonly members: MemberRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** As the system role: nobody is there yet who could. Returns the user's id. */
  async execute(
    tx: EntityManager,
    workspaceId: string,
    person: { readonly email: string; readonly passwordHash: string },
  ): Promise<string> {
    const email = person.email.toLowerCase();
    const userId = newId();
    await this.users.insert(tx, { id: userId, email, name: email, passwordHash: person.passwordHash });
    await this.members.insert(tx, { workspaceId, userId, role: 'admin' });
    const details = { userId, email };
    await this.audit.record(tx, workspaceId, { action: 'user.first_admin_created', actor: GATEWAY_ACTOR, details });
    return userId;
  }
}
