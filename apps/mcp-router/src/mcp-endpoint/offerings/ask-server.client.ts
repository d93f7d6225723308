import { Injectable } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { CallerRates, TooManyCallsError } from '../../callers/caller-rates.host.js';
import type { CataloguedIntegration } from '../../copies/catalogue-copy.js';
import { UpstreamRequests } from '../../dispatch/upstream-requests.client.js';
import type { RequestOutcome } from '../../upstream/upstream-outcome.js';
import type { McpRequest } from '../methods/mcp-method.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';
import type { ToClientUri } from './client-uris.js';
import { toPassedError } from './passed-error.js';

type Result = Readonly<Record<string, unknown>>;

/** A client's request, in the words of the server that it is for. */
export interface ServerQuestion {
  readonly integration: Pick<CataloguedIntegration, 'id' | 'slug' | 'connectionRevision'>;
  readonly method: string;
  readonly params: Result;
  /** For `Mcp-Name`. */
  readonly name?: string;
  readonly toClientUri: ToClientUri;
  /** What a server answers that does not know the method. */
  readonly ifUnsupported?: Result;
}

/** Asks one server on behalf of one client. Whether that one may is decided before. */
@Injectable()
export class AskServer {
  constructor(
    private readonly rates: CallerRates,
    private readonly requests: UpstreamRequests,
  ) {}

  /** @throws RpcError for whatever is no result */
  async execute(request: McpRequest, question: ServerQuestion): Promise<Result> {
    this.takeRate(request);
    const outcome = await this.ask(request, question);
    if (outcome.kind === 'result') return outcome.result;
    const error = outcome.kind === 'failed' ? outcome.error : undefined;
    const { ifUnsupported, toClientUri, integration } = question;
    if (error?.code === RPC.methodNotFound && ifUnsupported !== undefined) return ifUnsupported;
    if (error !== undefined) throw new RpcError(toPassedError(error, request.era, toClientUri));
    throw unanswered(integration.slug, outcome.kind === 'input_required' ? 'it asks for more input' : outcome.reason);
  }

  private async ask(
    { caller, client }: McpRequest,
    { integration, method, params, name }: ServerQuestion,
  ): Promise<RequestOutcome> {
    const { id, connectionRevision, slug } = integration;
    const wanted = { workspaceId: caller.workspaceId, integrationId: id, connectionRevision };
    const request = {
      id: newId(),
      method,
      paramsText: JSON.stringify(params),
      ...(name === undefined ? {} : { name }),
    };
    try {
      return await this.requests.ask(wanted, request, { signal: client.signal });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw unanswered(slug, 'nobody knows at the moment how to reach it');
    }
  }

  /** What reaches a server costs as much as a call does. */
  private takeRate({ caller }: McpRequest): void {
    try {
      this.rates.takeCall(caller);
    } catch (error) {
      if (!(error instanceof TooManyCallsError)) throw error;
      throw new RpcError({ code: RPC.refused, message: error.message, data: { ...error.details }, status: 429 });
    }
  }
}

function unanswered(slug: string, reason: string): RpcError {
  return new RpcError({ code: RPC.internalError, message: `${slug} did not answer: ${reason}`, status: 200 });
}
