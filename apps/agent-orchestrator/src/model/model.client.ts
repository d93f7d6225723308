import type { ModelParameters, OfferedTool } from '@countersign/contracts';
import type { Egress } from '@countersign/egress';
import { jsonSchema, type ModelMessage, streamText, tool, type ToolSet, wrapLanguageModel } from 'ai';
import type { ModelConfig } from '../config.js';
import type { ConversationMessage } from './conversation.js';
import { type AskedModel, type ModelFailure, toModelFailure } from './model-failure.js';
import { findModelFacts, type ModelFacts } from './model-facts.js';
import { toCostMicros } from './model-usage.js';
import { CACHE_UP_TO_HERE, PROVIDER_OPTIONS, type ProviderModel, providerModel } from './provider-models.client.js';
import { type AnswerPart, emptyAnswer, type ModelAnswer, receive, toAnswer } from './read-answer.js';
import { toSafeText } from './safe-text.js';

export interface ModelQuestion extends AskedModel {
  readonly instructions: string;
  readonly messages: readonly ConversationMessage[];
  readonly tools: readonly OfferedTool[];
  readonly parameters: ModelParameters;
}

export interface AskOptions {
  /** Ends the request: nobody reads its answer any more. */
  readonly signal: AbortSignal;
  /** Hears the text while it is written. */
  readonly onText: (text: string) => void;
}

/** A long answer of a slow model; it is asked again after that, at the cost of tokens alone. */
export const ANSWER_TIMEOUT_MS = 900_000;

// The SDK would print what a model does not support to standard output, between the lines of the log.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** Asks a model once, and reads its answer as it is written. It never runs a tool: the SDK is given none it could run. */
export class ModelClient {
  constructor(
    private readonly config: ModelConfig,
    private readonly egress: Egress,
  ) {}

  factsOf({ provider, model }: AskedModel): ModelFacts {
    return findModelFacts(provider, model, this.config.facts);
  }

  /** What `ask` threw, in words for people. */
  failureOf(error: unknown, asked: AskedModel): ModelFailure {
    const { anthropicApiKey, openaiApiKey } = this.config;
    const secrets = [anthropicApiKey, openaiApiKey].filter((key) => key !== undefined && key !== '') as string[];
    return toModelFailure(error, asked, Date.now(), secrets);
  }

  /** @throws what the provider, the connection or an answer that is none failed with; `failureOf` says it in words */
  async ask(question: ModelQuestion, { signal, onText }: AskOptions): Promise<ModelAnswer> {
    const received = emptyAnswer();
    const take = (part: AnswerPart): void => {
      const text = receive(received, part);
      if (text !== '') onText(text);
    };
    const over = new AbortController();
    const abortSignal = AbortSignal.any([signal, over.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const model = withTap(providerModel(question, this.config, this.egress), take);
    try {
      for await (const part of streamText({ model, abortSignal, ...toRequest(question) }).stream) {
        if (part.type === 'error') received.error ??= part.error;
        if (received.error !== null) break;
      }
      abortSignal.throwIfAborted();
      return this.withCost(question, toAnswer(received), received.finish?.usage);
    } finally {
      // What is still coming after an error is paid for and read by nobody.
      over.abort();
    }
  }

  private withCost(
    question: ModelQuestion,
    answer: Omit<ModelAnswer, 'costMicros'>,
    usage: Parameters<typeof toCostMicros>[0] | undefined,
  ): ModelAnswer {
    const { price } = this.factsOf(question);
    const isKnown = price !== undefined && usage !== undefined && answer.usage !== null;
    return { ...answer, costMicros: isKnown ? toCostMicros(usage, price) : null };
  }
}

/** Takes the parts as the provider's own code gives them, before the SDK parses arguments and forgets their text. */
function withTap(model: ProviderModel, take: (part: AnswerPart) => void): ProviderModel {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapStream: async ({ doStream }) => {
        const { stream, ...rest } = await doStream();
        const tap = new TransformStream<StreamPart, StreamPart>({
          transform(part, controller) {
            if (isAnswerPart(part)) take(part);
            controller.enqueue(part);
          },
        });
        return { stream: stream.pipeThrough(tap), ...rest };
      },
    },
  });
}

type CurrentModel = Extract<ProviderModel, { readonly specificationVersion: 'v4' }>;
type StreamPart = Awaited<ReturnType<CurrentModel['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

const ANSWER_PARTS: readonly string[] = ['text-start', 'text-delta', 'tool-call', 'error', 'finish'];

function isAnswerPart(part: StreamPart): part is StreamPart & AnswerPart {
  return ANSWER_PARTS.includes(part.type);
}

function toRequest(question: ModelQuestion) {
  const { instructions, messages, tools, parameters } = question;
  const system = { role: 'system', content: toSafeText(instructions), ...CACHE_UP_TO_HERE } as const;
  return {
    // An empty text is refused by providers.
    ...(instructions.trim() !== '' && { instructions: system }),
    messages: messages.map((message, index) =>
      index === messages.length - 1 ? { ...message, ...CACHE_UP_TO_HERE } : message,
    ) as ModelMessage[],
    tools: toToolSet(tools),
    ...toSettings(parameters),
    providerOptions: PROVIDER_OPTIONS,
    // The run's own repetitions are durable and recorded; the SDK's would only delay the first word about a failure.
    maxRetries: 0,
    // Its errors are read from the stream; by default the SDK prints them.
    onError: () => undefined,
  };
}

/** What the SDK calls the same; null means what is left out. */
function toSettings({ temperature, topP, maxOutputTokens, stopSequences, seed }: ModelParameters) {
  return {
    ...(typeof temperature === 'number' && { temperature }),
    ...(typeof topP === 'number' && { topP }),
    ...(typeof maxOutputTokens === 'number' && { maxOutputTokens }),
    ...(typeof seed === 'number' && { seed }),
    ...(Array.isArray(stopSequences) && stopSequences.length > 0 && { stopSequences }),
  };
}

function toToolSet(offered: readonly OfferedTool[]): ToolSet {
  return Object.fromEntries(
    offered.map(({ exposedName, title, description, inputSchema }) => [
      exposedName,
      tool({
        description: toSafeText(description ?? title ?? exposedName),
        inputSchema: jsonSchema(inputSchema),
      }),
    ]),
  );
}
