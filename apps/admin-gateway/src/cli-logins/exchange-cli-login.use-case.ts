import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Identity } from '../access/principal.js';
import { WorkspaceDoor } from '../access/workspace-door.client.js';
import { CreateTokenUseCase } from '../tokens/create-token.use-case.js';
import { toTokenView } from '../tokens/token.view.js';
import type { CliLoginView, ExchangeCliLoginBody } from './cli-login.dto.js';
import { InvalidCliLoginError } from './cli-login.errors.js';
import { type CliLogin, CliLoginRepository } from './cli-login.repository.js';
import { hashOfLoginCode, isVerifierOf } from './login-code.js';

@Injectable()
export class ExchangeCliLoginUseCase {
  constructor(
    private readonly database: Database,
    private readonly logins: CliLoginRepository,
    private readonly door: WorkspaceDoor,
    private readonly createToken: CreateTokenUseCase,
  ) {}

  /**
   * A code is spent by whoever shows it, also without its verifier: one that came into other hands is worth nothing.
   *
   * @throws InvalidCliLoginError, and what the person may meanwhile be refused
   */
  async execute({ code, verifier }: ExchangeCliLoginBody): Promise<CliLoginView> {
    const login = await this.database.system((tx) => this.logins.take(tx, hashOfLoginCode(code)));
    if (login === null || !isVerifierOf(login.challenge, verifier)) throw new InvalidCliLoginError();
    const { workspaceId, name, scopes, expiresInDays } = login;
    const person = await this.door.enter(toIdentity(login), workspaceId);
    const days = expiresInDays === null ? {} : { expiresInDays };
    const { token, row } = await this.createToken.execute(person, { kind: 'api', name, scopes, ...days });
    return { ...toTokenView(row), token, workspaceId };
  }
}

/** The person who confirmed, as if they made the token themselves. */
function toIdentity({ userId, userName }: CliLogin): Identity {
  return {
    kind: 'user',
    id: userId,
    name: userName,
    ownerId: userId,
    token: null,
    csrfToken: null,
    sessionBinding: null,
  };
}
