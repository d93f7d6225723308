import { toolPoliciesChanged } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

/** Takes the revision for a change and announces it in the same transaction: neither can happen without the other. */
@Injectable()
export class TakeRevision {
  constructor(
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute(tx: EntityManager, workspaceId: string, integrationId?: string): Promise<number> {
    const revision = await this.revisions.takeNext(tx, workspaceId);
    await this.outbox.add(tx, toolPoliciesChanged, {
      workspaceId,
      aggregateId: workspaceId,
      data: { revision, ...(integrationId === undefined ? {} : { integrationId }) },
    });
    return revision;
  }
}
