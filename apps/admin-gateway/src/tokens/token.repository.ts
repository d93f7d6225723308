import type { TokenUse } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { TokenEntity } from './token.entity.js';
import { TokenNotFoundError } from './token.errors.js';

type NewToken = Omit<TokenEntity, 'createdAt' | 'revokedAt' | 'lastUsedAt'>;

@Injectable()
export class TokenRepository {
  async insert(tx: EntityManager, token: NewToken): Promise<void> {
    await tx.insert(TokenEntity, token);
  }

  async get(tx: EntityManager, workspaceId: string, id: string): Promise<TokenEntity> {
    const token = await tx.findOneBy(TokenEntity, { workspaceId, id });
    if (!token) throw new TokenNotFoundError(id);
    return token;
  }

  list(tx: EntityManager, workspaceId: string, after: string | undefined, limit: number): Promise<TokenEntity[]> {
    return tx.find(TokenEntity, {
      where: after === undefined ? { workspaceId } : { workspaceId, id: MoreThan(after) },
      order: { id: 'asc' },
      take: limit,
    });
  }

  listUsableOf(tx: EntityManager, workspaceId: string, ownerId: string): Promise<TokenEntity[]> {
    return tx
      .createQueryBuilder(TokenEntity, 't')
      .where('t.workspaceId = :workspaceId and t.ownerId = :ownerId', { workspaceId, ownerId })
      .andWhere('t.revokedAt is null and t.expiresAt > now()')
      .orderBy('t.id')
      .getMany();
  }

  /** Null when it is revoked or has expired, by the database's clock. */
  findUsable(tx: EntityManager, workspaceId: string, id: string): Promise<TokenEntity | null> {
    return tx
      .createQueryBuilder(TokenEntity, 't')
      .where('t.workspaceId = :workspaceId and t.id = :id', { workspaceId, id })
      .andWhere('t.revokedAt is null and t.expiresAt > now()')
      .getOne();
  }

  /** Like `findUsable`, and notes the use; to the minute, so that a busy token is not a busy row. */
  async use(tx: EntityManager, workspaceId: string, id: string): Promise<TokenEntity | null> {
    await tx.query(
      `update tokens set last_used_at = date_trunc('minute', now())
       where workspace_id = $1 and id = $2 and revoked_at is null and expires_at > now()
         and (last_used_at is null or last_used_at < date_trunc('minute', now()))`,
      [workspaceId, id],
    );
    return this.findUsable(tx, workspaceId, id);
  }

  /**
   * Of MCP tokens, as the router tells; the newest time stays, and none is ahead of the database's clock. The rows are locked in
   * order: two replicas of the router tell of the same tokens.
   */
  async noteUses(tx: EntityManager, workspaceId: string, uses: readonly TokenUse[]): Promise<void> {
    await tx.query(
      `with used as (
         select id, least(date_trunc('minute', max(at)), date_trunc('minute', now())) as at
         from unnest($2::uuid[], $3::timestamptz[]) as u (id, at) group by id
       ), newer as (
         select t.id, used.at from tokens t join used on used.id = t.id
         where t.workspace_id = $1 and t.kind = 'mcp' and (t.last_used_at is null or t.last_used_at < used.at)
         order by t.id for update of t
       )
       update tokens t set last_used_at = newer.at from newer where t.workspace_id = $1 and t.id = newer.id`,
      [workspaceId, uses.map(({ tokenId }) => tokenId), uses.map(({ usedAt }) => usedAt)],
    );
  }

  /** False when it was revoked before. */
  async revoke(tx: EntityManager, workspaceId: string, id: string): Promise<boolean> {
    const { affected } = await tx.update(
      TokenEntity,
      { workspaceId, id, revokedAt: IsNull() },
      { revokedAt: () => 'now()' },
    );
    return affected === 1;
  }
}
