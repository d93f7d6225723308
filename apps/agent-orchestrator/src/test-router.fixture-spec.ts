import { InvalidJsonError, parseStrictJson } from '@countersign/canonical-json';
import {
  type CallDetails,
  callSettled,
  type CallState,
  cancelRunCalls,
  type CancelRunCallsRequest,
  getCall,
  listOfferedTools,
  readCallResult,
  type RequestContract,
  RESULT_RANGE_BYTES_MAX,
  runCancelled,
  submitCall,
  type SubmitCallRequest,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { type Bus, ConsumerHost, publishEvent } from '@countersign/messaging';
import { readTestToken } from './test-gateway.fixture-spec.js';

/** What the router keeps of one call. */
export interface LedgerCall {
  readonly callId: string;
  readonly workspaceId: string;
  readonly runId: string;
  readonly toolCallId: string;
  readonly exposedName: string;
  readonly arguments: string;
  state: CallState;
  isError: boolean;
  result: string;
  approvalId?: string;
}

export interface Outcome {
  readonly state: CallState;
  readonly text?: string;
  readonly isError?: boolean;
  /** The event is lost. */
  readonly silent?: boolean;
}

/** What becomes of a submitted call, by the tool's name: `ask` and `slow` end when the test says so. */
export const TOOLS = ['allow', 'ask', 'deny', 'slow'].map((verdict) => `mcp__Tracker__${verdict}`);

const OPEN_STATES: readonly CallState[] = ['pending_approval', 'approved', 'dispatching'];

/** Stands in for the router on the real bus: a ledger without upstreams, whose calls end when the test says so. */
export class TestRouter {
  /** Every submission that arrived, in order: the same one twice is twice here. */
  readonly submissions: SubmitCallRequest[] = [];
  readonly calls: LedgerCall[] = [];
  readonly cancelledRuns: string[] = [];
  /** Every request to end the calls of a run that is over. */
  readonly endings: CancelRunCallsRequest[] = [];
  /** Codes that the next of those are refused with. */
  readonly endingRefusals: string[] = [];
  /** Codes that the next submissions are refused with. */
  readonly refusals: string[] = [];
  /** The code that a submission is refused with, by the calls that its run has; null: it is taken. */
  refuse: (request: SubmitCallRequest, calls: readonly LedgerCall[]) => string | null = () => null;
  private readonly consumers: ConsumerHost;

  constructor(private readonly bus: Bus) {
    this.consumers = new ConsumerHost({ bus, service: 'mcp-router' });
    this.consumers.add(runCancelled, {
      handle: ({ data }) => {
        this.cancelledRuns.push(data.runId);
        return Promise.resolve();
      },
    });
    this.consumers.start();
    this.answer(listOfferedTools, () => ({ items: TOOLS.map(toOffer), nextCursor: null }));
    this.answer(submitCall, (request) => this.submit(request));
    this.answer(cancelRunCalls, (request) => this.cancelRunCalls(request));
    this.answer(getCall, ({ callId }) => toDetails(this.get(callId)));
    this.answer(readCallResult, ({ callId, offset }) => {
      const bytes = Buffer.from(this.get(callId).result);
      const range = bytes.subarray(offset, offset + RESULT_RANGE_BYTES_MAX);
      return { totalBytes: bytes.length, bytes: range.toString('base64') };
    });
  }

  ofRun(runId: string): LedgerCall[] {
    return this.calls.filter((call) => call.runId === runId);
  }

  submissionsOf(runId: string): SubmitCallRequest[] {
    return this.submissions.filter(({ runToken }) => readTestToken(runToken).runId === runId);
  }

  /** Ends a call and announces it. */
  async settle(call: LedgerCall, { state, text = 'done', isError = false, silent = false }: Outcome): Promise<void> {
    Object.assign(call, { state, isError, result: JSON.stringify({ content: [{ type: 'text', text }], isError }) });
    if (!silent) await this.announce(call);
  }

  async announce(call: LedgerCall, eventId = newId()): Promise<void> {
    const { callId, workspaceId, runId, toolCallId, state, isError, result } = call;
    const data = { callId, runId, toolCallId, state, isError, resultBytes: Buffer.byteLength(result) };
    const occurredAt = new Date().toISOString();
    const envelope = { id: eventId, type: callSettled.subject, workspaceId, aggregateId: callId, occurredAt, data };
    await publishEvent(this.bus.jetstream, callSettled, envelope, newId());
  }

  /** What a person's `retry` leaves behind: the old call `retried`, and a new one of the same (run, tool call). */
  async makeAgain(call: LedgerCall, approvalId = newId()): Promise<LedgerCall> {
    const callId = newId();
    const successor: LedgerCall = {
      ...call,
      ...{ callId, state: 'pending_approval', isError: false, result: '', approvalId },
    };
    this.calls.push(successor);
    await this.settle(call, { state: 'retried', text: 'made again', isError: true });
    return successor;
  }

  async close(): Promise<void> {
    await this.consumers.stop();
    await this.bus.close();
  }

  private submit(request: SubmitCallRequest): object {
    this.submissions.push(request);
    const { workspaceId, runId } = readTestToken(request.runToken);
    const refusal = this.refusals.shift() ?? this.refuse(request, this.ofRun(runId));
    if (refusal !== null) throw new Refusal(refusal, `refused with ${refusal}`);
    const { toolCallId, exposedName } = request;
    const known = this.ofRun(runId).findLast((call) => call.toolCallId === toolCallId);
    if (known) return { callId: known.callId, state: known.state, approvalId: known.approvalId ?? null };
    if (exposedName.length > 128) throw new Refusal('request.invalid', '/exposedName: is too long');
    assertArguments(request.arguments);
    const call: LedgerCall = {
      callId: newId(),
      workspaceId,
      runId,
      toolCallId,
      exposedName,
      arguments: request.arguments,
      state: exposedName.endsWith('ask') ? 'pending_approval' : 'dispatching',
      isError: false,
      result: '',
    };
    this.calls.push(call);
    this.endByName(call);
    return { callId: call.callId, state: call.state };
  }

  /** What it hears of cancelled runs has no effect here: only what it is asked for does. */
  private cancelRunCalls(request: CancelRunCallsRequest): object {
    this.endings.push(request);
    const refusal = this.endingRefusals.shift();
    if (refusal !== undefined) throw new Refusal(refusal, `refused with ${refusal}`);
    const open = this.ofRun(request.runId).filter(
      ({ state, toolCallId }) => OPEN_STATES.includes(state) && (request.toolCallIds?.includes(toolCallId) ?? true),
    );
    for (const call of open) call.state = 'cancelled';
    return { cancelled: open.length };
  }

  private endByName(call: LedgerCall): void {
    // The event of a denied call is out before the reply, that of an allowed one after it; both orders happen.
    if (call.exposedName.endsWith('deny') || !TOOLS.includes(call.exposedName)) {
      void this.settle(call, { state: 'denied', text: 'Not available: the tool is off', isError: true });
    }
    if (call.exposedName.endsWith('allow')) {
      setImmediate(() => void this.settle(call, { state: 'succeeded', text: `did ${call.arguments}` }));
    }
  }

  private get(callId: string): LedgerCall {
    const call = this.calls.find((candidate) => candidate.callId === callId);
    if (!call) throw new Refusal('call.not_found', 'There is no such call.');
    return call;
  }

  private answer<I extends object, O extends object>(contract: RequestContract<I, O>, respond: (input: I) => object) {
    this.bus.connection.subscribe(contract.subject, {
      queue: 'mcp-router',
      callback: (_error, message) => {
        message.respond(JSON.stringify(reply(() => respond(message.json<I>()))));
      },
    });
  }
}

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function reply(respond: () => object): object {
  try {
    return { ok: true, data: respond() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, error: { code: error.code, message: error.message } };
  }
}

function assertArguments(text: string): void {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
    throw new Refusal(error.code, `/arguments: ${error.message}`);
  }
}

function toOffer(exposedName: string): object {
  const inputSchema = { type: 'object', properties: { id: { type: 'string' } } };
  return { exposedName, title: null, description: `Does ${exposedName}.`, inputSchema };
}

function toDetails(call: LedgerCall): CallDetails {
  const { callId: id, workspaceId, runId, toolCallId, exposedName, state, isError, arguments: text } = call;
  const now = new Date().toISOString();
  const nothing = { integrationId: null, integrationSlug: null, toolName: null, approvalId: null, argumentsHash: null };
  return {
    ...nothing,
    ...{ id, workspaceId, runId, toolCallId, exposedName, state, isError, arguments: text },
    verdict: 'allow',
    verdictReason: '',
    principal: { kind: 'run', id: runId, name: 'run' },
    fence: 0,
    createdAt: now,
    sentAt: null,
    settledAt: null,
    expiresAt: null,
    resultBytes: null,
    outcomeReason: null,
  };
}
