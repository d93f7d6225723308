import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Principal } from '../access/principal.js';
import { ScopeNotHeldError } from '../tokens/token.errors.js';
import type { CliLoginCodeView, ConfirmCliLoginBody } from './cli-login.dto.js';
import { TooManyCliLoginsError } from './cli-login.errors.js';
import { CliLoginRepository } from './cli-login.repository.js';
import { CODE_LENGTH, hashOfLoginCode, toLoginCode } from './login-code.js';

/** Two machines, and a few attempts that went wrong; a page that confirms in a loop is none of them. */
const OPEN_MAX = 5;

@Injectable()
export class ConfirmCliLoginUseCase {
  constructor(
    private readonly database: Database,
    private readonly logins: CliLoginRepository,
  ) {}

  /** The token is only made when the command line comes for it. @throws ScopeNotHeldError, TooManyCliLoginsError */
  async execute({ workspaceId, actor, scopes }: Principal, body: ConfirmCliLoginBody): Promise<CliLoginCodeView> {
    const missing = body.scopes.find((scope) => !scopes.has(scope));
    if (missing !== undefined) throw new ScopeNotHeldError(missing);
    const code = toLoginCode(randomBytes(CODE_LENGTH));
    const { challenge, name, expiresInDays = null } = body;
    const person = { userId: actor.id, userName: actor.name };
    const login = { workspaceId, ...person, challenge, name, scopes: body.scopes, expiresInDays };
    const expiresAt = await this.database.transaction(workspaceId, async (tx) => {
      if ((await this.logins.countOpen(tx, actor.id)) >= OPEN_MAX) throw new TooManyCliLoginsError();
      return this.logins.insert(tx, hashOfLoginCode(code), login);
    });
    return { code, expiresAt: expiresAt.toISOString() };
  }
}
