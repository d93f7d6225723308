import { Injectable } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { CallerRates, TooManyCallsError } from '../../callers/caller-rates.host.js';
import type { CataloguedIntegration } from '../../copies/catalogue-copy.js';
import { UpstreamRequests } from '../../dispatch/upstream-requests.client.js';
import type { CallSink } from '../../upstream/call-sink.js';
import type { RequestOutcome } from '../../upstream/upstream-outcome.js';
import type { McpRequest, MethodResult } from '../methods/mcp-method.js';
import { isLogLevel } from '../protocol/log-level.js';
import { META, metaOf, progressTokenOf } from '../protocol/request-meta.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';
import { toCallSink } from '../relay/to-call-sink.js';
import type { ToClientUri } from './client-uris.js';
import { InputRounds } from './input-rounds.host.js';
import { toPassedError, unanswered } from './passed-error.js';

type Members = Readonly<Record<string, unknown>>;

/** A client's request, in the words of the server that it is for. */
export interface ServerQuestion {
  readonly integration: Pick<CataloguedIntegration, 'id' | 'slug' | 'connectionRevision'>;
  readonly method: string;
  readonly params: Members;
  /** For `Mcp-Name`; only what has a name may end in questions of the server (MRTR). */
  readonly name?: string;
  readonly toClientUri: ToClientUri;
  /** What a server answers that does not know the method. */
  readonly ifUnsupported?: Members;
  /** The result as the client gets it. @throws RpcError for one that is none */
  readonly present: (result: Members) => string;
}

/** Asks one server on behalf of one client. Whether that one may is decided before. */
@Injectable()
export class AskServer {
  constructor(
    private readonly rates: CallerRates,
    private readonly requests: UpstreamRequests,
    private readonly rounds: InputRounds,
  ) {}

  /** @throws RpcError for whatever is no result */
  async execute(request: McpRequest, question: ServerQuestion): Promise<MethodResult> {
    this.takeRate(request);
    const outcome = await this.ask(request, question);
    if (outcome.kind === 'result') return { json: question.present(outcome.result) };
    const { ifUnsupported, toClientUri, integration } = question;
    if (outcome.kind === 'input_required') return this.askBack(request, question, outcome.result);
    const error = outcome.kind === 'failed' ? outcome.error : undefined;
    if (error?.code === RPC.methodNotFound && ifUnsupported !== undefined) {
      return { json: question.present(ifUnsupported) };
    }
    if (error !== undefined) throw new RpcError(toPassedError(error, request.era, toClientUri));
    throw unanswered(integration.slug, outcome.reason);
  }

  private async ask(request: McpRequest, question: ServerQuestion): Promise<RequestOutcome> {
    const { integration, method, name } = question;
    const { id: integrationId, connectionRevision } = integration;
    const wanted = { workspaceId: request.caller.workspaceId, integrationId, connectionRevision };
    const brought = name === undefined ? {} : this.rounds.bring(request, subjectOf(question));
    const paramsText = JSON.stringify({ ...question.params, ...brought });
    const asked = { id: newId(), method, paramsText, ...(name === undefined ? {} : { name }) };
    try {
      return await this.requests.ask(wanted, asked, {
        sink: sinkOf(request, question),
        signal: request.client.signal,
        principal: request.caller.principal,
      });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw unanswered(integration.slug, 'nobody knows at the moment how to reach it');
    }
  }

  private askBack(request: McpRequest, question: ServerQuestion, wanted: Members): MethodResult {
    const isAskable = request.era === 'modern' && question.name !== undefined;
    if (!isAskable) throw unanswered(question.integration.slug, 'it asks for more input, and nobody can be asked');
    const asked = this.rounds.ask(request, subjectOf(question), wanted);
    if ('problem' in asked) throw unanswered(question.integration.slug, asked.problem);
    return asked;
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

function subjectOf({ integration, method, params }: ServerQuestion) {
  return { integrationId: integration.id, method, params };
}

/** A legacy client can be asked nothing here: that would need its stream held open for what is answered at once. */
function sinkOf({ client, era, params, capabilities }: McpRequest, { name }: ServerQuestion): CallSink {
  const level = era === 'modern' ? metaOf(params)?.[META.logLevel] : undefined;
  return toCallSink({
    client,
    capabilities: era === 'modern' && name !== undefined ? capabilities : {},
    progressToken: progressTokenOf(params),
    logLevel: isLogLevel(level) ? level : undefined,
  });
}
