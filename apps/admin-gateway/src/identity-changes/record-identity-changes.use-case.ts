import { Injectable } from '@nestjs/common';
import { identityChanged } from '@countersign/contracts';
import { Outbox } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { IdentityChangeRepository, type NewIdentityChange } from './identity-change.repository.js';

/** Tells of it in the transaction that changes something: the router, the policy service and every replica here act within a second. */
@Injectable()
export class RecordIdentityChanges {
  constructor(
    private readonly changes: IdentityChangeRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param personId whom it is about, or who made the token */
  async execute(
    tx: EntityManager,
    workspaceId: string,
    personId: string,
    changes: readonly NewIdentityChange[],
  ): Promise<void> {
    await this.tell(tx, workspaceId, personId, await this.changes.append(tx, workspaceId, changes));
  }

  /** What nobody has a copy of: another role, an ended session. What the person has open here is asked about anew. */
  async ofReading(tx: EntityManager, workspaceId: string, personId: string): Promise<void> {
    await this.tell(tx, workspaceId, personId, await this.changes.revisionOf(tx, workspaceId));
  }

  private async tell(tx: EntityManager, workspaceId: string, personId: string, revision: number): Promise<void> {
    const data = { revision, personId };
    await this.outbox.add(tx, identityChanged, { workspaceId, aggregateId: workspaceId, data });
  }
}
