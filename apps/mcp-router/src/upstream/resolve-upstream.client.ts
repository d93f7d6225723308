import { resolveUpstream, upstreamSealContext, type UpstreamView } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { openSealed } from '@countersign/tokens';
import type { CalledTool } from '../calls/call.js';
import { NotConnectedError } from './upstream.client.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/** Integrations whose addresses are kept; more only means that some are asked for again. */
const TARGETS_MAX = 10_000;

/**
 * Where an integration is and how to get in. Asked once per connection revision: URL and credentials do not change
 * without moving it. Credentials arrive sealed to this router and are kept in memory only.
 */
export class UpstreamResolver {
  private readonly targets = new Map<string, UpstreamTarget>();

  constructor(
    private readonly requests: RequestClient,
    private readonly privateKeyPem: string,
  ) {}

  /** @throws NotConnectedError when the registry has moved on from the revision that the call was made for */
  async resolve(
    workspaceId: string,
    { integrationId }: Pick<CalledTool, 'integrationId'>,
    connectionRevision: number,
  ): Promise<UpstreamTarget> {
    const key = `${workspaceId} ${integrationId} ${connectionRevision}`;
    const known = this.targets.get(key);
    if (known !== undefined) return known;
    const view = await this.requests.ask(resolveUpstream, { workspaceId, integrationId });
    if (view.connectionRevision !== connectionRevision) {
      throw new NotConnectedError('the integration was pointed at another server meanwhile');
    }
    const target = this.toTarget(workspaceId, view);
    if (this.targets.size >= TARGETS_MAX) this.targets.clear();
    this.targets.set(key, target);
    return target;
  }

  private toTarget(workspaceId: string, view: UpstreamView): UpstreamTarget {
    const { integrationId, connectionRevision, era, protocolVersion, timeoutMs } = view;
    return {
      workspaceId,
      integrationId,
      connectionRevision,
      url: new URL(view.serverUrl),
      era,
      protocolVersion,
      timeoutMs,
      headers: view.sealedHeaders === null ? {} : this.openHeaders(workspaceId, view, view.sealedHeaders),
    };
  }

  private openHeaders(workspaceId: string, view: UpstreamView, sealed: string): Record<string, string> {
    const opened = openSealed(this.privateKeyPem, sealed, upstreamSealContext(workspaceId, view));
    const headers = JSON.parse(opened.toString('utf8')) as Record<string, string>;
    // Lower case, so that a credential and a header of the protocol of the same name cannot both be sent.
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }
}
