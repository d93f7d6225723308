import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';
import { scopesOf } from '../users/roles.js';
import { MemberRepository } from '../users/user.repository.js';
import { TokenRepository } from '../tokens/token.repository.js';

export interface Initiator {
  readonly ownerId: string;
  readonly name: string;
}

/** Who started a run, by the gateway's own records: self-approval is judged by it, so the asker's word is not enough. */
@Injectable()
export class InitiatorRepository {
  constructor(
    private readonly members: MemberRepository,
    private readonly tokens: TokenRepository,
  ) {}

  /** Null when nobody by that id may run agents in the workspace any more. */
  async find(tx: EntityManager, workspaceId: string, { kind, id, name }: Actor): Promise<Initiator | null> {
    if (kind === 'user') return (await this.mayRun(tx, workspaceId, id)) ? { ownerId: id, name } : null;
    if (kind !== 'token') return null;
    const token = await this.tokens.findUsable(tx, workspaceId, id);
    if (!token || !(await this.mayRun(tx, workspaceId, token.ownerId))) return null;
    return { ownerId: token.ownerId, name: token.name };
  }

  /** Today: a run does not keep for its initiator what was taken from them since. */
  private async mayRun(tx: EntityManager, workspaceId: string, userId: string): Promise<boolean> {
    const member = await this.members.find(tx, workspaceId, userId);
    return member !== null && scopesOf(member.role).includes('agent:run');
  }
}
