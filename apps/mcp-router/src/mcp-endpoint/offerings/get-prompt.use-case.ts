import { Injectable } from '@nestjs/common';
import { slugKey } from '@countersign/tool-name';
import { Copies } from '../../copies/copies.js';
import { findOpenIntegration } from '../../gate/open-integrations.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { isRecord } from '../protocol/rpc-message.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { AskServer } from './ask-server.client.js';
import { clientUrisOf, withClientUris } from './client-uris.js';
import { unreadable } from './passed-error.js';
import { toPassedResult } from './passed-result.js';
import { ResolvePrompt, type ResolvedPrompt } from './resolve-prompt.use-case.js';

/** `prompts/get`: the messages that a server makes of a prompt and its arguments. */
@Injectable()
export class GetPrompt implements McpMethod {
  readonly name = 'prompts/get';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(
    private readonly copies: Copies,
    private readonly prompts: ResolvePrompt,
    private readonly askServer: AskServer,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    const { name, arguments: args } = request.params;
    if (typeof name !== 'string') throw invalidParams('the name of the prompt is missing');
    if (args !== undefined && !isRecord(args)) throw invalidParams('the arguments are not an object');
    const prompt = await this.prompts.execute(request.caller, name);
    const toClientUri = this.clientUris(request, prompt);
    const params = { name: prompt.name, ...(args === undefined ? {} : { arguments: args }) };
    const { integration } = prompt;
    const present = (result: Readonly<Record<string, unknown>>): string => {
      const { messages } = result;
      if (!Array.isArray(messages) || !messages.every(isRecord)) throw unreadable(integration.slug, 'prompt');
      const passed = { ...result, messages: withClientUris(messages, toClientUri) };
      return toPassedResult(passed, request.era, { isCacheable: false });
    };
    const question = { integration, method: this.name, params, name: prompt.name, toClientUri, present };
    return this.askServer.execute(request, question);
  }

  /** What the client may not read stays as the server calls it. */
  private clientUris({ caller }: McpRequest, { integration: { slug } }: ResolvedPrompt): (uri: string) => string {
    const isReadable = findOpenIntegration(this.copies, caller, 'resources', slugKey(slug)) !== undefined;
    return isReadable ? clientUrisOf(slug, caller) : (uri) => uri;
  }
}
