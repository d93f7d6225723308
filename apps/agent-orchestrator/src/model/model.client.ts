import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Egress } from '@countersign/egress';
import { assertNever, type ModelProvider, type OfferedTool } from '@countersign/contracts';
import { generateText, jsonSchema, type LanguageModel, type ModelMessage, tool, type ToolSet } from 'ai';
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
const ANSWER_TIMEOUT_MS = 300_000;

/** Asks a model once. It never runs a tool: the SDK is given none it could run. */
export class ModelClient {
  constructor(
    private readonly config: ModelConfig,
    private readonly egress: Egress,
  ) {}

  async ask(question: ModelQuestion): Promise<ModelAnswer> {
    const answer = await generateText({
      model: this.modelOf(question),
      instructions: question.instructions,
      messages: question.messages as ModelMessage[],
      tools: toToolSet(question.tools),
      maxRetries: RETRIES_MAX,
      abortSignal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return {
      text: answer.text,
      calls: answer.toolCalls.map((call) => ({
        exposedName: call.toolName,
        arguments: typeof call.input === 'string' ? call.input : JSON.stringify(call.input ?? {}),
      })),
    };
  }

  private modelOf({ provider, model }: ModelQuestion): LanguageModel {
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

function toToolSet(offered: readonly OfferedTool[]): ToolSet {
  return Object.fromEntries(
    offered.map(({ exposedName, title, description, inputSchema }) => [
      exposedName,
      tool({ description: description ?? title ?? exposedName, inputSchema: jsonSchema(inputSchema) }),
    ]),
  );
}
