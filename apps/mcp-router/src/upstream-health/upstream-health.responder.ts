import {
  listUpstreamHealth,
  ListUpstreamHealthRequest,
  PAGE_SIZE_MAX,
  type UpstreamHealthList,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { UpstreamHealth } from './upstream-health.host.js';

/** What a reason may have of a server's own words. */
const REASON_LENGTH_MAX = 1_000;

/** For people who look for what is wrong with an integration. */
@Responder()
export class UpstreamHealthResponder {
  constructor(private readonly health: UpstreamHealth) {}

  @Responds(listUpstreamHealth)
  listUpstreamHealth({ workspaceId }: ListUpstreamHealthRequest): UpstreamHealthList {
    const items = this.health.of(workspaceId).map(({ reason, retryAt, ...entry }) => ({
      ...entry,
      reason: reason.slice(0, REASON_LENGTH_MAX),
      retryAt: retryAt?.toISOString() ?? null,
    }));
    return { items: items.slice(0, PAGE_SIZE_MAX) };
  }
}
