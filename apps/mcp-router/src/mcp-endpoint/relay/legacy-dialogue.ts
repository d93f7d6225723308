import type { NewCall, Outcome, WaitingClient } from '../../calls/call.js';
import { failed } from '../../calls/model-answers.js';
import { INPUT_ROUNDS_MAX, QUESTIONS_OPEN_MAX } from '../../limits.js';
import type { CallSink, MirroredCapabilities, ServerAnswer, ServerRequest } from '../../upstream/call-sink.js';
import type { McpRequest } from '../methods/mcp-method.js';
import type { LogLevel } from '../protocol/log-level.js';
import { progressTokenOf } from '../protocol/request-meta.js';
import { presentResult, toResult } from '../tools/present-result.js';
import { NotAnsweredError, type ClientQuestions } from './client-questions.host.js';
import { toClientError, type Dialogue } from './dialogue.js';
import { readWantedInput, type WantedInput } from './input-requests.js';
import { RelayBudget } from './relay-budget.js';
import { toCallSink } from './to-call-sink.js';

/** Of revision 2025-11-25: the client's person has to go to an address first, and the call is then made again. */
const URL_ELICITATION_REQUIRED = -32_042;

export interface LegacyDialogueParts {
  readonly request: McpRequest;
  readonly questions: ClientQuestions;
  readonly logLevel: LogLevel | undefined;
}

/**
 * A client of the older revisions: it is asked on the stream of its request. A legacy server does so while the call is being
 * made; a modern one ends it with what it wants, and then the client is asked, and the call is made again with the answers.
 */
export class LegacyDialogue implements Dialogue {
  private readonly capabilities: MirroredCapabilities;
  private readonly budget = new RelayBudget();
  private input: Readonly<Record<string, unknown>> | undefined;
  private rounds = 0;
  private open = 0;

  constructor(private readonly parts: LegacyDialogueParts) {
    const { sessionId, client, capabilities } = parts.request;
    // Its answers would come from nowhere, or the questions reach nobody.
    this.capabilities = sessionId !== undefined && client.takesEvents ? capabilities : {};
  }

  begin(): WaitingClient {
    const { request, logLevel } = this.parts;
    const { params, client } = request;
    const { capabilities, budget } = this;
    const ask: CallSink['onRequest'] = (asked, signal) => this.ask(asked, signal);
    const progressToken = progressTokenOf(params);
    const sink = toCallSink({ client, capabilities, budget, progressToken, logLevel, ask });
    return this.input === undefined ? { sink } : { sink, input: this.input };
  }

  async answer(call: NewCall, { error, inputRequired, result }: Outcome): Promise<Buffer | null> {
    const { features, protocolVersion } = this.parts.request;
    const knowsUrls = features.elicitsUrls && protocolVersion === '2025-11-25';
    if (error?.code === URL_ELICITATION_REQUIRED && knowsUrls) throw toClientError(error);
    if (inputRequired === undefined) return presentResult(result, call.id);
    const read = readWantedInput(inputRequired, this.capabilities);
    const problem = 'problem' in read ? read.problem : await this.collect(read);
    return problem === null ? null : toResult(failed(`${problem}.`));
  }

  /** @returns null when the call can be made again with what the client has answered */
  private async collect({ requests, state }: WantedInput): Promise<string | null> {
    this.rounds += 1;
    if (this.rounds > INPUT_ROUNDS_MAX) return `the server asked for more input ${INPUT_ROUNDS_MAX} times`;
    const inputResponses: Record<string, unknown> = {};
    const over = new AbortController();
    try {
      const asking = [...requests].map(async ([key, request]) => {
        inputResponses[key] = resultOf(await this.ask(request, over.signal));
      });
      await Promise.all(asking);
    } catch (error) {
      over.abort();
      if (!(error instanceof NotAnsweredError)) throw error;
      return `the server asked for more input, and ${error.message}`;
    }
    this.input = { inputResponses, ...(state === undefined ? {} : { requestState: state }) };
    return null;
  }

  private async ask(asked: ServerRequest, signal: AbortSignal): Promise<ServerAnswer> {
    const { questions, request } = this.parts;
    const { caller, sessionId, client } = request;
    const bytes = Buffer.byteLength(JSON.stringify(asked));
    const isWithin = this.open < QUESTIONS_OPEN_MAX && this.budget.spend(bytes);
    if (sessionId === undefined || !isWithin) throw new NotAnsweredError('its client cannot be asked so much');
    this.open += 1;
    try {
      return await questions.ask({ caller, sessionId, client }, asked, signal);
    } finally {
      this.open -= 1;
    }
  }
}

/** A modern server has no word for a client that could not answer. */
function resultOf(answer: ServerAnswer): Readonly<Record<string, unknown>> {
  if ('result' in answer) return answer.result;
  throw new NotAnsweredError(`its client answered with an error: ${answer.error.message}`);
}
