import { DomainError, verifyIntegration, type Actor } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { UpstreamResolver, WantedUpstream } from './resolve-upstream.client.js';
import { WrongEraError } from './upstream.errors.js';
import type { SpokenEra, UpstreamTarget } from './upstream-outcome.js';
import { isSameEra } from './wrong-era.js';

/** Who asks the registry to look at a server. */
export const ROUTER: Actor = { kind: 'system', id: 'mcp-router', name: 'Router' };

/** How to speak to a server that was upgraded, or taken back, since anybody looked. */
export class OtherEra {
  constructor(
    private readonly requests: RequestClient,
    private readonly resolver: UpstreamResolver,
  ) {}

  /** The registry may know already; else it asks the server. @throws WrongEraError where there is no other way */
  async resolve(wanted: WantedUpstream, spoken: SpokenEra): Promise<UpstreamTarget> {
    const known = await this.resolver.resolveAnew(wanted);
    if (!isSameEra(known, spoken)) return known;
    await this.look(wanted, spoken);
    const found = await this.resolver.resolveAnew(wanted);
    if (isSameEra(found, spoken)) throw new WrongEraError(spoken);
    return found;
  }

  private async look({ workspaceId, integrationId }: WantedUpstream, spoken: SpokenEra): Promise<void> {
    try {
      await this.requests.ask(verifyIntegration, { workspaceId, integrationId, actor: ROUTER });
    } catch (cause) {
      if (!(cause instanceof DomainError)) throw cause;
      throw new WrongEraError(spoken, { cause });
    }
  }
}
