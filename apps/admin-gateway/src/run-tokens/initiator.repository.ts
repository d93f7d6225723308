import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import type { EntityManager } from 'typeorm';
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

  /** Null when nobody by that id may act in the workspace any more. */
  async find(tx: EntityManager, workspaceId: string, { kind, id, name }: Actor): Promise<Initiator | null> {
    if (kind === 'user') {
      return (await this.members.find(tx, workspaceId, id)) ? { ownerId: id, name } : null;
    }
    if (kind !== 'token') return null;
    const token = await this.tokens.findUsable(tx, workspaceId, id);
    if (!token || !(await this.members.find(tx, workspaceId, token.ownerId))) return null;
    return { ownerId: token.ownerId, name: token.name };
  }
}
