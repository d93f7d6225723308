import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MoreThan } from 'typeorm';
import { AgentNotFoundError } from './agent.errors.js';
import { AgentEntity, AgentVersionEntity } from './agent.entity.js';

/** An agent in one of its versions. */
export interface VersionedAgent {
  readonly agent: AgentEntity;
  readonly version: AgentVersionEntity;
}

@Injectable()
export class AgentRepository {
  async insert(tx: EntityManager, { agent, version }: VersionedAgent): Promise<void> {
    await tx.insert(AgentEntity, agent);
    await tx.insert(AgentVersionEntity, version);
  }

  /** The current version, or the one that a run is pinned to. */
  async get(tx: EntityManager, agentId: string, pinned?: number): Promise<VersionedAgent> {
    const agent = await tx.findOneBy(AgentEntity, { id: agentId });
    const version = agent && (await tx.findOneBy(AgentVersionEntity, { agentId, version: pinned ?? agent.version }));
    if (!agent || !version) throw new AgentNotFoundError(agentId);
    return { agent, version };
  }

  async list(tx: EntityManager, after: string | undefined, limit: number): Promise<VersionedAgent[]> {
    const agents = await tx.find(AgentEntity, {
      where: after ? { id: MoreThan(after) } : {},
      order: { id: 'asc' },
      take: limit,
    });
    return Promise.all(agents.map((agent) => this.get(tx, agent.id)));
  }
}
