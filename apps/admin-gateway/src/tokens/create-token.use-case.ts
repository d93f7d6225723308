import { Inject, Injectable } from '@nestjs/common';
import { Database, databaseNow, newId } from '@countersign/database';
import { signToken } from '@countersign/tokens';
import { InvalidToolNameError, parsePolicyKey } from '@countersign/tool-name';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { CONFIG, type Config } from '../config.js';
import { MemberRepository } from '../users/user.repository.js';
import { WorkspaceNotFoundError } from '../workspaces/workspace.errors.js';
import { type CreateTokenBody, settingsOf, TOKEN_DAYS_DEFAULT, TOOLS_BYTES_MAX } from './token.dto.js';
import type { TokenEntity } from './token.entity.js';
import { AmbiguousNamesError, MismatchedTokenError, ScopeNotHeldError, UnusableToolsError } from './token.errors.js';
import { TokenRepository } from './token.repository.js';

const DAY_SECONDS = 24 * 3_600;
/** Enough to tell a person's tokens apart, nothing against the 64 bytes of a signature. */
const HINT_LENGTH = 6;
const AUDIENCE_BY_KIND = { api: 'admin-gateway', mcp: 'mcp-router' } as const;

@Injectable()
export class CreateTokenUseCase {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokenRepository,
    private readonly members: MemberRepository,
    private readonly audit: AuditRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ScopeNotHeldError, MismatchedTokenError, WorkspaceNotFoundError */
  async execute(maker: Principal, body: CreateTokenBody): Promise<{ token: string; row: TokenEntity }> {
    assertGrantable(maker, body);
    const { workspaceId } = maker;
    const ownerId = maker.actor.ownerId ?? maker.actor.id;
    return this.database.transaction(workspaceId, async (tx) => {
      await this.assertMember(tx, workspaceId, ownerId);
      const id = newId();
      const now = await databaseNow(tx);
      const ttlSeconds = (body.expiresInDays ?? TOKEN_DAYS_DEFAULT) * DAY_SECONDS;
      const { kind, name, scopes } = body;
      const settings = settingsOf(body);
      const claims = { sub: id, kind, workspace: workspaceId, scopes, name, ownerId, ...settings };
      const token = signToken<'access'>(claims, this.config.signingKey, {
        type: 'access',
        audience: AUDIENCE_BY_KIND[kind],
        issuer: 'admin-gateway',
        ttlSeconds,
        jti: id,
        now,
      });
      const expiresAt = new Date(now.getTime() + ttlSeconds * 1_000);
      const hint = token.slice(-HINT_LENGTH);
      await this.tokens.insert(tx, { id, workspaceId, kind, name, hint, scopes, settings, ownerId, expiresAt });
      const details = { tokenId: id, name, kind, scopes, settings, ownerId, expiresAt };
      await this.audit.record(tx, workspaceId, { action: 'token.created', actor: maker.actor, details });
      return { token, row: await this.tokens.get(tx, workspaceId, id) };
    });
  }

  /** Who is being removed loses the tokens that there are; one made meanwhile would outlive that, and be good again with the next invitation. */
  private async assertMember(tx: EntityManager, workspaceId: string, userId: string): Promise<void> {
    await this.members.lock(tx, workspaceId);
    if (!(await this.members.find(tx, workspaceId, userId))) throw new WorkspaceNotFoundError();
  }
}

function assertGrantable(maker: Principal, body: CreateTokenBody): void {
  const { kind, scopes } = body;
  if (kind === 'mcp' && scopes.length > 0) throw new MismatchedTokenError('scopes', kind);
  const [setting] = Object.keys(settingsOf(body));
  if (kind === 'api' && setting !== undefined) throw new MismatchedTokenError(setting, kind);
  // The tools of two integrations could have one name; the router takes no such token.
  if (body.bareNames === true && body.integrations?.length !== 1) throw new AmbiguousNamesError();
  assertUsableTools(body.tools ?? []);
  const missing = scopes.find((scope) => !maker.scopes.has(scope));
  if (missing !== undefined) throw new ScopeNotHeldError(missing);
}

/** A misspelt key would be a token that reaches less than its maker believes, and says nothing. */
function assertUsableTools(tools: readonly string[]): void {
  for (const [index, key] of tools.entries()) {
    // Postgres keeps no such text; a tool that is called so is reached by a token for its whole integration.
    if (key.includes('\0')) throw new UnusableToolsError(`/tools/${index}`, 'has a NUL character');
    try {
      parsePolicyKey(key);
    } catch (error) {
      if (!(error instanceof InvalidToolNameError)) throw error;
      throw new UnusableToolsError(`/tools/${index}`, `is no policy key such as mcp.Jira.issue.get (${error.code})`);
    }
  }
  const bytes = Buffer.byteLength(JSON.stringify(tools));
  if (bytes > TOOLS_BYTES_MAX)
    throw new UnusableToolsError('/tools', `has ${bytes} bytes; ${TOOLS_BYTES_MAX} are allowed`);
}
