import { type Entitlements, EntitlementsRequest, getEntitlements } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { EntitlementRepository } from './entitlement.repository.js';

@Responder()
export class EntitlementsResponder {
  constructor(
    private readonly database: Database,
    private readonly entitlements: EntitlementRepository,
  ) {}

  @Responds(getEntitlements)
  async get({ workspaceId }: EntitlementsRequest): Promise<Entitlements> {
    const stored = await this.database.read(workspaceId, (tx) => this.entitlements.get(tx, workspaceId));
    return stored.entitlements;
  }
}
