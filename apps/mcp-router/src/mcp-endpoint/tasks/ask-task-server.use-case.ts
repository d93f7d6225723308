import { Injectable } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { toResultBytes } from '../../calls/model-answers.js';
import { CallerRates, TooManyCallsError } from '../../callers/caller-rates.host.js';
import { Copies } from '../../copies/copies.js';
import { UpstreamRequests } from '../../dispatch/upstream-requests.client.js';
import { judgeTool } from '../../gate/call-gate.js';
import type { RequestOutcome } from '../../upstream/upstream-outcome.js';
import type { McpRequest, MethodResult } from '../methods/mcp-method.js';
import { toPassedError, unanswered, unreadable } from '../offerings/passed-error.js';
import { META } from '../protocol/request-meta.js';
import { isRecord } from '../protocol/rpc-message.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { readWantedInput } from '../relay/input-requests.js';
import { toCallSink } from '../relay/to-call-sink.js';
import { presentResult } from '../tools/present-result.js';
import { toResultOfEra } from '../tools/result-of-era.js';
import { unknownTask } from './own-tasks.use-case.js';
import { toTaskError, toTaskFields } from './server-task.js';
import type { ServerTask } from './server-task-ids.host.js';

type Members = Readonly<Record<string, unknown>>;

/** What a client asks about the task of a server goes to that server, for as long as the tool is the client's to call. */
@Injectable()
export class AskTaskServer {
  constructor(
    private readonly copies: Copies,
    private readonly rates: CallerRates,
    private readonly requests: UpstreamRequests,
  ) {}

  /** @throws RpcError */
  async get(request: McpRequest, task: ServerTask): Promise<MethodResult> {
    this.assertCallable(request, task);
    const result = await this.ask(request, task, { method: 'tasks/get' });
    const fields = toTaskFields(result);
    if (fields === null) throw unreadable(task.integrationSlug, 'task');
    const state = { ...fields, ...this.detailOf(request, task, result) };
    const meta = { [META.serverInfo]: SERVER_INFO };
    return { json: JSON.stringify({ resultType: 'complete', ...state, taskId: task.clientId, _meta: meta }) };
  }

  /** @throws RpcError */
  async update(request: McpRequest, task: ServerTask, inputResponses: Members): Promise<void> {
    this.assertCallable(request, task);
    await this.ask(request, task, { method: 'tasks/update', inputResponses });
  }

  /** Whoever may not go on with it may still end it. @throws RpcError */
  async cancel(request: McpRequest, task: ServerTask): Promise<void> {
    await this.ask(request, task, { method: 'tasks/cancel' });
  }

  private assertCallable({ caller }: McpRequest, { integrationSlug, integrationId, toolName }: ServerTask): void {
    const tool = { integrationId, integrationSlug, toolName };
    const strictness = caller.strictnessOf(integrationSlug, toolName);
    const judgement = judgeTool(this.copies, caller.workspaceId, tool, strictness);
    if (judgement.verdict === 'deny' || !caller.reaches(integrationSlug, toolName)) throw unknownTask();
  }

  private async ask(
    request: McpRequest,
    { integrationId, connectionRevision, serverId, integrationSlug }: ServerTask,
    { method, ...more }: { readonly method: string; readonly inputResponses?: Members },
  ): Promise<Members> {
    const { caller, client, capabilities } = request;
    const integration = this.copies.catalogue.find(caller.workspaceId, integrationId);
    // Pointed at another server, which knows nothing of it.
    if (integration?.isRemoved !== false || integration.connectionRevision !== connectionRevision) throw unknownTask();
    this.takeRate(request);
    const asked = { id: newId(), method, paramsText: JSON.stringify({ taskId: serverId, ...more }), name: serverId };
    const sink = toCallSink({ client, capabilities });
    try {
      const wanted = { workspaceId: caller.workspaceId, integrationId, connectionRevision };
      const options = { sink, signal: client.signal, principal: caller.principal };
      return resultOf(await this.requests.ask(wanted, asked, options), integrationSlug);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw unanswered(integrationSlug, 'nobody knows at the moment how to reach it');
    }
  }

  private detailOf({ capabilities }: McpRequest, task: ServerTask, said: Members): Members {
    const { status, result, error } = said;
    const slug = task.integrationSlug;
    if (status === 'completed') {
      if (!isRecord(result)) throw unreadable(slug, 'task');
      const shown = toResultOfEra(
        presentResult(toResultBytes({ ...result, resultType: 'complete' }), task.callId),
        'modern',
      );
      return { result: JSON.parse(shown.toString('utf8')) as Members };
    }
    if (status === 'failed') return { error: toTaskError(error) ?? { code: RPC.internalError, message: 'it failed' } };
    if (status !== 'input_required') return {};
    const read = readWantedInput(said, capabilities);
    if ('problem' in read) throw unanswered(slug, read.problem);
    return { inputRequests: Object.fromEntries(read.requests) };
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

function resultOf(outcome: RequestOutcome, slug: string): Members {
  if (outcome.kind === 'result') return outcome.result;
  const error = outcome.kind === 'failed' ? outcome.error : undefined;
  if (error !== undefined) throw new RpcError(toPassedError(error, 'modern', (uri) => uri));
  throw unanswered(slug, outcome.kind === 'input_required' ? 'it asks for more input' : outcome.reason);
}
