import { decodeResourceUri, InvalidToolNameError } from '@countersign/tool-name';
import type { Caller } from '../../callers/caller.js';
import type { CataloguedIntegration } from '../../copies/catalogue-copy.js';
import type { Copies } from '../../copies/copies.js';
import { findOpenIntegration } from '../../gate/open-integrations.js';
import type { Era } from '../protocol/protocol-version.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';

export interface ResolvedResource {
  readonly integration: CataloguedIntegration;
  /** The server's own. */
  readonly uri: string;
}

/**
 * The one place where a client's URI, or template, becomes a server's. Whether the server has such a resource, it says itself.
 *
 * @throws RpcError, the same for one that may not be read and one that cannot be
 */
export function resolveResource(
  copies: Copies,
  { caller, era }: { readonly caller: Caller; readonly era: Era },
  exposed: string,
): ResolvedResource {
  try {
    const { slugKey, uri } = decodeResourceUri(exposed, caller.names);
    const integration = findOpenIntegration(copies, caller, 'resources', slugKey);
    if (integration !== undefined) return { integration, uri };
  } catch (error) {
    if (!(error instanceof InvalidToolNameError)) throw error;
  }
  const code = era === 'modern' ? RPC.invalidParams : RPC.resourceNotFound;
  throw new RpcError({ code, message: 'Resource not found', data: { uri: exposed }, status: 200 });
}
