import {
  listTools,
  ListToolsRequest,
  type ToolPage,
  type ToolPoliciesUpdated,
  updateToolPolicies,
  UpdateToolPoliciesRequest,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { AwaitDiscovery } from './await-discovery.use-case.js';
import { ListTools } from './list-tools.use-case.js';
import { UpdateToolPolicies } from './update-tool-policies.use-case.js';

@Responder()
export class ToolPoliciesResponder {
  constructor(
    private readonly listing: ListTools,
    private readonly awaitDiscovery: AwaitDiscovery,
    private readonly updating: UpdateToolPolicies,
  ) {}

  @Responds(listTools)
  async list(request: ListToolsRequest): Promise<ToolPage> {
    return this.listing.execute(request);
  }

  @Responds(updateToolPolicies)
  async update(request: UpdateToolPoliciesRequest): Promise<ToolPoliciesUpdated> {
    const { minSnapshotRevision } = request;
    if (typeof minSnapshotRevision === 'number') await this.awaitDiscovery.execute(request, minSnapshotRevision);
    return this.updating.execute(request);
  }
}
