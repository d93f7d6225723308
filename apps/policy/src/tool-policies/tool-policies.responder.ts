import {
  getToolReview,
  listTools,
  ListToolsRequest,
  type PrunedTools,
  pruneTools,
  PruneToolsRequest,
  type ToolPage,
  type ToolPoliciesUpdated,
  type ToolReview,
  ToolReviewRequest,
  updateToolPolicies,
  UpdateToolPoliciesRequest,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { AwaitDiscovery } from './await-discovery.use-case.js';
import { GetToolReview } from './get-tool-review.use-case.js';
import { ListTools } from './list-tools.use-case.js';
import { PruneTools } from './prune-tools.use-case.js';
import { UpdateToolPolicies } from './update-tool-policies.use-case.js';

@Responder()
export class ToolPoliciesResponder {
  constructor(
    private readonly listing: ListTools,
    private readonly awaitDiscovery: AwaitDiscovery,
    private readonly updating: UpdateToolPolicies,
    private readonly pruning: PruneTools,
    private readonly reviewing: GetToolReview,
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
  @Responds(pruneTools)
  async prune(request: PruneToolsRequest): Promise<PrunedTools> {
    return this.pruning.execute(request);
  }

  @Responds(getToolReview)
  async review(request: ToolReviewRequest): Promise<ToolReview> {
    return this.reviewing.execute(request);
  }
}
