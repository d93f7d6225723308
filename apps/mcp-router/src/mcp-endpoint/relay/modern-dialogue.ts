import type { NewCall, Outcome, WaitingClient } from '../../calls/call.js';
import { failed, toResultBytes } from '../../calls/model-answers.js';
import type { McpRequest } from '../methods/mcp-method.js';
import { isLogLevel } from '../protocol/log-level.js';
import { META, metaOf, progressTokenOf } from '../protocol/request-meta.js';
import { presentResult, toResult } from '../tools/present-result.js';
import { subjectOf, toClientError, type CalledSubject, type Dialogue } from './dialogue.js';
import { readWantedInput } from './input-requests.js';
import type { ServerTaskIds } from '../tasks/server-task-ids.host.js';
import type { RequestStates } from './request-states.host.js';
import { toCallSink } from './to-call-sink.js';

/** Of revision 2026-07-28: the request lacks a capability without which the server does not serve it. */
const MISSING_CAPABILITY = -32_021;
const INVALID_PARAMS = -32_602;

/**
 * A client of 2026-07-28: what a server asks is the end of a request, and what it is answered comes with the next one (MRTR).
 * Between the two nobody waits for anything; only the server's state goes through the client, sealed.
 */
export class ModernDialogue implements Dialogue {
  constructor(
    private readonly request: McpRequest,
    private readonly states: RequestStates,
    private readonly tasks: ServerTaskIds,
  ) {}

  begin(call: CalledSubject): WaitingClient {
    const { params, client, capabilities } = this.request;
    const level = metaOf(params)?.[META.logLevel];
    const logLevel = isLogLevel(level) ? level : undefined;
    const sink = toCallSink({ client, capabilities, progressToken: progressTokenOf(params), logLevel });
    return this.isLaterRound() ? { sink, input: this.readInput(call) } : { sink };
  }

  answer(call: NewCall, { error, inputRequired, serverTask, result }: Outcome): Promise<Buffer> {
    if (error?.code === MISSING_CAPABILITY) throw toClientError(error, 400);
    // What the server does not accept of an earlier round is the client's, or of whoever has changed it, and no model's.
    if (error?.code === INVALID_PARAMS && this.isLaterRound()) throw toClientError(error);
    if (serverTask !== undefined) return Promise.resolve(this.tasks.toClient(this.request.caller, call, serverTask));
    return Promise.resolve(inputRequired ? this.ask(call, inputRequired) : presentResult(result, call.id));
  }

  private ask(call: NewCall, wanted: Readonly<Record<string, unknown>>): Buffer {
    const { caller, capabilities } = this.request;
    const read = readWantedInput(wanted, capabilities);
    if ('problem' in read) return toResult(failed(`${read.problem}.`));
    const { requests, state } = read;
    return toResultBytes({
      resultType: 'input_required',
      ...(requests.size === 0 ? {} : { inputRequests: Object.fromEntries(requests) }),
      ...(state === undefined ? {} : { requestState: this.states.seal(caller, subjectOf(call), state) }),
    });
  }

  private isLaterRound(): boolean {
    const { params } = this.request;
    return params['inputResponses'] !== undefined || params['requestState'] !== undefined;
  }

  /** The answers go up as they are: the server asked, and judges what it was told. */
  private readInput(call: CalledSubject): Readonly<Record<string, unknown>> {
    const { caller, params } = this.request;
    const { inputResponses, requestState } = params;
    return {
      ...(inputResponses === undefined ? {} : { inputResponses }),
      ...(requestState === undefined ? {} : { requestState: this.states.open(caller, subjectOf(call), requestState) }),
    };
  }
}
