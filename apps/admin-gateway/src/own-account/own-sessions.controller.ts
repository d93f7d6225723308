import { Controller, Delete, Get, HttpCode, Inject, Req } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Request } from 'express';
import { CurrentIdentity, PeopleOnly } from '../access/access.guard.js';
import type { Identity } from '../access/principal.js';
import { CONFIG, type Config } from '../config.js';
import { IdParam } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
import { EndSessions } from '../sessions/end-sessions.use-case.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { currentSessionHash } from './current-session-hash.js';
import { OwnSessionList } from './own-account.dto.js';
import { SessionNotFoundError } from './own-account.errors.js';

/** Where a person is signed in. */
@Controller('api/v1/me/sessions')
export class OwnSessionsController {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly endSessions: EndSessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @PeopleOnly()
  @Answers(OwnSessionList)
  async listSessions(@CurrentIdentity() { id }: Identity, @Req() request: Request): Promise<OwnSessionList> {
    const current = currentSessionHash(request, this.config.http.publicUrl);
    const rows = await this.database.system((tx) => this.sessions.listOfUser(tx, id));
    const items = rows.map(({ id: sessionId, idHash, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
      id: sessionId,
      userAgent,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      isCurrent: idHash === current,
    }));
    return { items };
  }

  @Delete()
  @HttpCode(204)
  @PeopleOnly()
  @Explained('Ends all but the one that asks.')
  @AnswersNothing()
  async endOthers(@CurrentIdentity() { id, name }: Identity, @Req() request: Request): Promise<void> {
    await this.endSessions.allBut({ id, name }, currentSessionHash(request, this.config.http.publicUrl));
  }

  @Delete(':sessionId')
  @HttpCode(204)
  @PeopleOnly()
  @AnswersNothing()
  async endSession(
    @CurrentIdentity() { id, name }: Identity,
    @IdParam('sessionId', 'session') sessionId: string,
  ): Promise<void> {
    if (!(await this.endSessions.ofId({ id, name }, sessionId))) throw new SessionNotFoundError();
  }
}
