import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Egress } from '@countersign/egress';
import { assertNever, type ModelProvider, type OfferedTool } from '@countersign/contracts';
import { generateText, jsonSchema, type ModelMessage, tool, type ToolSet, wrapLanguageModel } from 'ai';
import type { ModelConfig } from '../config.js';
import type { ConversationMessage } from './conversation.js';

export interface ModelQuestion {
  readonly provider: ModelProvider;
  readonly model: string;
  readonly instructions: string;
  readonly messages: readonly ConversationMessage[];
  readonly tools: readonly OfferedTool[];
}

export interface ModelAnswer {
  readonly text: string;
  readonly calls: readonly { readonly exposedName: string; readonly arguments: string }[];
}

/** The SDK's own repetitions, on 429 and 5xx with back-off; the run repeats after those. */
const RETRIES_MAX = 2;
/** A long answer of a slow model; it is asked again after that, at the cost of tokens alone. */
export const ANSWER_TIMEOUT_MS = 300_000;

type ProviderModel = Parameters<typeof wrapLanguageModel>[0]['model'];

/** Asks a model once. It never runs a tool: the SDK is given none it could run. */
export class ModelClient {
  constructor(
    private readonly config: ModelConfig,
    private readonly egress: Egress,
  ) {}

  async ask(question: ModelQuestion): Promise<ModelAnswer> {
    let calls: ModelAnswer['calls'] = [];
    const model = withRawCalls(this.modelOf(question), (raw) => (calls = raw));
    const answer = await generateText({
      model,
      instructions: question.instructions,
      messages: question.messages as ModelMessage[],
      tools: toToolSet(question.tools),
      maxRetries: RETRIES_MAX,
      abortSignal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { text: answer.text, calls };
  }

  private modelOf({ provider, model }: ModelQuestion): ProviderModel {
    const { anthropicApiKey, openaiApiKey, baseUrl } = this.config;
    const fetch = this.egress.fetch as unknown as typeof globalThis.fetch;
    switch (provider) {
      case 'anthropic':
        return createAnthropic({ fetch, ...(anthropicApiKey && { apiKey: anthropicApiKey }) })(model);
      case 'openai':
        return createOpenAI({ fetch, ...(openaiApiKey && { apiKey: openaiApiKey }) })(model);
      case 'scripted':
      case 'openai-compatible':
        return createOpenAICompatible({
          name: provider,
          baseURL: baseUrl ?? '',
          fetch,
          ...(openaiApiKey && { apiKey: openaiApiKey }),
        }).chatModel(model);
      default:
        return assertNever(provider);
    }
  }
}

/**
 * Takes the calls as the provider gave them. The SDK parses arguments and forgets the text, and with it duplicate keys and
 * integers that JavaScript cannot hold, which the router has to see to refuse them.
 */
function withRawCalls(model: ProviderModel, take: (calls: ModelAnswer['calls']) => void): ProviderModel {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: async ({ doGenerate }) => {
        const answer = await doGenerate();
        const calls = answer.content.filter((part) => part.type === 'tool-call');
        take(calls.map(({ toolName, input }) => ({ exposedName: toolName, arguments: input === '' ? '{}' : input })));
        return answer;
      },
    },
  });
}

function toToolSet(offered: readonly OfferedTool[]): ToolSet {
  return Object.fromEntries(
    offered.map(({ exposedName, title, description, inputSchema }) => [
      exposedName,
      tool({ description: description ?? title ?? exposedName, inputSchema: jsonSchema(inputSchema) }),
    ]),
  );
}
