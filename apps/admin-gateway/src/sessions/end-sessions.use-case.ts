import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AuditSignIns } from './audit-sign-ins.use-case.js';
import { SessionRepository } from './session.repository.js';

type Person = Pick<UserEntity, 'id' | 'name'>;

/** Signs people out: for the audit, and for what they have open, which ends within a second on every replica. */
@Injectable()
export class EndSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly auditSignIns: AuditSignIns,
  ) {}

  /** Of the browser that asks; nothing where that has ended already. */
  async ofBrowser(idHash: string): Promise<void> {
    await this.database.system(async (tx) => {
      const userId = await this.sessions.delete(tx, idHash);
      const person = userId === null ? null : await this.users.findById(tx, userId);
      if (person) await this.auditSignIns.ended(tx, person, 'session.signed_out', {});
    });
  }

  /** False when they have none of that id. */
  async ofId(person: Person, sessionId: string): Promise<boolean> {
    return this.database.system(async (tx) => {
      const isEnded = await this.sessions.deleteOne(tx, person.id, sessionId);
      if (isEnded) await this.auditSignIns.ended(tx, person, 'session.ended', { sessionId });
      return isEnded;
    });
  }

  async allBut(person: Person, currentHash: string): Promise<void> {
    await this.database.system(async (tx) => {
      const sessionsEnded = await this.sessions.deleteOfUser(tx, person.id, currentHash);
      if (sessionsEnded > 0) await this.auditSignIns.ended(tx, person, 'session.others_ended', { sessionsEnded });
    });
  }

  /** With a new password, in the transaction that sets it. `currentHash`: the session that asks, if one does. */
  async ofPassword(tx: EntityManager, person: Person, way: PasswordWay, currentHash: string): Promise<void> {
    const sessionsEnded = await this.sessions.deleteOfUser(tx, person.id, currentHash);
    await this.auditSignIns.ended(tx, person, 'user.password_changed', { way, sessionsEnded });
  }
}

/** How somebody came to set a password: they knew the old one, or brought the link that an admin made. */
export type PasswordWay = 'password' | 'reset_link';
