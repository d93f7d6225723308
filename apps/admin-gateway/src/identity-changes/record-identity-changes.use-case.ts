import { Injectable } from '@nestjs/common';
import { identityChanged } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { IdentityChangeRepository, type NewIdentityChange } from './identity-change.repository.js';

/** Tells the router and the policy service, in the transaction that changes something; they act on it within a second. */
@Injectable()
export class RecordIdentityChanges {
  constructor(
    private readonly changes: IdentityChangeRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute(tx: EntityManager, workspaceId: string, changes: readonly NewIdentityChange[]): Promise<void> {
    const revision = await this.changes.append(tx, workspaceId, changes);
    await this.outbox.add(tx, identityChanged, { workspaceId, aggregateId: workspaceId, data: { revision } });
  }
}
