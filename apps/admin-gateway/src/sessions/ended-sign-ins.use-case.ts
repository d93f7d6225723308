import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { SessionRepository } from './session.repository.js';

/** How long it is told what became of one. */
const INVITATIONS_KEPT_DAYS = 90;

/** All that let somebody in once, or kept them out, and is over. */
@Injectable()
export class EndedSignIns {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly attempts: LoginAttemptRepository,
  ) {}

  /** As the system role. */
  async delete(tx: EntityManager): Promise<void> {
    await this.sessions.deleteEnded(tx);
    await this.attempts.deleteEnded(tx);
    await tx.query('delete from password_resets where expires_at < now()');
    await tx.query('delete from oidc_logins where expires_at < now()');
    await tx.query(`delete from invitations where created_at < now() - $1 * interval '1 day'`, [INVITATIONS_KEPT_DAYS]);
  }
}
