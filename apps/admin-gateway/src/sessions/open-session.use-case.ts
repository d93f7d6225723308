import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { UserEntity } from '../users/user.entity.js';
import { AuditSignIns, type SignInWay } from './audit-sign-ins.use-case.js';
import { newSecret } from './new-secret.js';
import { hashOfSecret } from './session-secret.js';
import { SessionRepository } from './session.repository.js';

/** Enough to tell browsers apart; it is shown to the person and to nobody else. */
const USER_AGENT_LENGTH_MAX = 256;

export interface SignIn {
  readonly way: SignInWay;
  readonly userAgent: string | undefined;
}

export interface OpenedSession {
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Lets in whoever has proved who they are, in whichever way. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly auditSignIns: AuditSignIns,
  ) {}

  /** As the system role, in the transaction that uses up what proved it. */
  async execute(tx: EntityManager, user: UserEntity, { way, userAgent = '' }: SignIn): Promise<OpenedSession> {
    const secret = newSecret();
    await this.auditSignIns.succeeded(tx, user, way);
    // A header may hold bytes that are no text to Postgres.
    const shown = userAgent.replaceAll('\0', '').slice(0, USER_AGENT_LENGTH_MAX).toWellFormed();
    return { secret, expiresAt: await this.sessions.insert(tx, hashOfSecret(secret), user.id, shown) };
  }
}
