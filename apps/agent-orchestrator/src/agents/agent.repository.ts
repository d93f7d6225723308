import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import { type EntityManager, IsNull, LessThan, MoreThan, Not } from 'typeorm';
import { AgentArchivedError, AgentNotFoundError, AgentVersionNotFoundError } from './agent.errors.js';
import { AgentEntity, AgentVersionEntity } from './agent.entity.js';

/** An agent in one of its versions. */
export interface VersionedAgent {
  readonly agent: AgentEntity;
  readonly version: AgentVersionEntity;
}

export interface AgentList {
  readonly archived: boolean;
  readonly after: string | undefined;
  readonly limit: number;
}

@Injectable()
export class AgentRepository {
  async insert(tx: EntityManager, { agent, version }: VersionedAgent): Promise<void> {
    await tx.insert(AgentEntity, agent);
    await tx.insert(AgentVersionEntity, version);
  }

  /** The current version, or the one that a run is pinned to; also of an archived agent. */
  async get(tx: EntityManager, agentId: string, pinned?: number): Promise<VersionedAgent> {
    const agent = await tx.findOneBy(AgentEntity, { id: agentId });
    if (!agent) throw new AgentNotFoundError(agentId);
    return this.withVersion(tx, agent, pinned);
  }

  /**
   * As `get`, to start a run of it: until this transaction ends nobody archives it, so that no run is missed when those
   * of an archived agent are cancelled.
   *
   * @throws AgentNotFoundError, AgentArchivedError
   */
  async getToRun(tx: EntityManager, agentId: string): Promise<VersionedAgent> {
    return this.getLocked(tx, agentId, 'pessimistic_read');
  }

  /** As `get`, and nobody else changes it before this transaction ends. @throws AgentNotFoundError, AgentArchivedError */
  async lock(tx: EntityManager, agentId: string): Promise<VersionedAgent> {
    return this.getLocked(tx, agentId, 'pessimistic_write');
  }

  async list(tx: EntityManager, { archived, after, limit }: AgentList): Promise<VersionedAgent[]> {
    const agents = await tx.find(AgentEntity, {
      where: { archivedAt: archived ? Not(IsNull()) : IsNull(), ...(after ? { id: MoreThan(after) } : {}) },
      order: { id: 'asc' },
      take: limit,
    });
    const versions = await this.currentVersions(tx, agents);
    return agents.flatMap((agent) => {
      const version = versions.get(agent.id);
      return version ? [{ agent, version }] : [];
    });
  }

  /** Newest first. */
  async listVersions(
    tx: EntityManager,
    agentId: string,
    before: number | undefined,
    limit: number,
  ): Promise<AgentVersionEntity[]> {
    return tx.find(AgentVersionEntity, {
      where: { agentId, ...(before === undefined ? {} : { version: LessThan(before) }) },
      order: { version: 'desc' },
      take: limit,
    });
  }

  /** The agent must be locked. */
  async addVersion(tx: EntityManager, version: AgentVersionEntity): Promise<void> {
    await tx.insert(AgentVersionEntity, version);
    await tx.update(AgentEntity, { id: version.agentId }, { version: version.version });
  }

  /** The agent must be locked. */
  async archive(tx: EntityManager, agentId: string, archivedBy: Actor): Promise<void> {
    await tx
      .createQueryBuilder()
      .update(AgentEntity)
      .set({ archivedAt: () => 'now()', runsEndDueAt: () => 'now()', archivedBy })
      .where({ id: agentId })
      .execute();
  }

  private async getLocked(
    tx: EntityManager,
    agentId: string,
    mode: 'pessimistic_read' | 'pessimistic_write',
  ): Promise<VersionedAgent> {
    const agent = await tx.findOne(AgentEntity, { where: { id: agentId }, lock: { mode } });
    if (!agent) throw new AgentNotFoundError(agentId);
    if (agent.archivedAt !== null) throw new AgentArchivedError(agentId);
    return this.withVersion(tx, agent);
  }

  private async withVersion(tx: EntityManager, agent: AgentEntity, pinned = agent.version): Promise<VersionedAgent> {
    const version = await tx.findOneBy(AgentVersionEntity, { agentId: agent.id, version: pinned });
    if (!version) throw new AgentVersionNotFoundError(agent.id, pinned);
    return { agent, version };
  }

  private async currentVersions(
    tx: EntityManager,
    agents: readonly AgentEntity[],
  ): Promise<ReadonlyMap<string, AgentVersionEntity>> {
    if (agents.length === 0) return new Map();
    const versions = await tx
      .createQueryBuilder(AgentVersionEntity, 'v')
      .innerJoin(AgentEntity, 'a', 'a.id = v.agent_id and a.version = v.version')
      .where('a.id in (:...ids)', { ids: agents.map(({ id }) => id) })
      .getMany();
    return new Map(versions.map((version) => [version.agentId, version]));
  }
}
