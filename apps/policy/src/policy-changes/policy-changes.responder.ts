import { listPolicyChanges, ListPolicyChangesRequest, type PolicyChanges } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { ListPolicyChanges } from './list-policy-changes.use-case.js';

@Responder()
export class PolicyChangesResponder {
  constructor(private readonly listing: ListPolicyChanges) {}

  @Responds(listPolicyChanges)
  async list(request: ListPolicyChangesRequest): Promise<PolicyChanges> {
    return this.listing.execute(request);
  }
}
