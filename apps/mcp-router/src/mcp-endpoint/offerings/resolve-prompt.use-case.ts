import { Injectable } from '@nestjs/common';
import { decodeExposedName, InvalidToolNameError, resolveExposedName, slugKey } from '@countersign/tool-name';
import type { Caller } from '../../callers/caller.js';
import type { CataloguedIntegration } from '../../copies/catalogue-copy.js';
import { Copies } from '../../copies/copies.js';
import { findOpenIntegration } from '../../gate/open-integrations.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { isExposable, PROMPTS } from './offering.js';
import { ServerListings } from './server-listings.client.js';

export interface ResolvedPrompt {
  readonly integration: CataloguedIntegration;
  /** The server's own. */
  readonly name: string;
}

/**
 * The one place where a client's name of a prompt becomes a server's. A name says itself which prompt it is; one that was too
 * long for the client's budget is looked for among those that the server lists.
 */
@Injectable()
export class ResolvePrompt {
  constructor(
    private readonly copies: Copies,
    private readonly listings: ServerListings,
  ) {}

  /** @throws RpcError, the same for one that may not be seen and one that there is not */
  async execute(caller: Caller, exposedName: string): Promise<ResolvedPrompt> {
    try {
      const resolved = await this.find(caller, exposedName);
      if (resolved !== undefined) return resolved;
    } catch (error) {
      if (!(error instanceof InvalidToolNameError)) throw error;
    }
    throw invalidParams('there is no prompt of this name');
  }

  private async find(caller: Caller, exposedName: string): Promise<ResolvedPrompt | undefined> {
    const decoded = decodeExposedName(exposedName, caller.names);
    const { integrationSlug: slug } = decoded.kind === 'plain' ? decoded.ref : decoded;
    const integration = findOpenIntegration(this.copies, caller, 'prompts', slugKey(slug));
    if (integration?.slug !== slug) return undefined;
    if (decoded.kind === 'plain') return { integration, name: decoded.ref.toolName };
    const items = await this.listings.of({ workspaceId: caller.workspaceId, integration, offering: PROMPTS });
    const names = items.map(({ key }) => key).filter((name) => isExposable('prompts', slug, name, caller.names));
    return { integration, name: resolveExposedName(exposedName, caller.names, () => names).toolName };
  }
}
