import { Injectable } from '@nestjs/common';
import { Copies } from '../../copies/copies.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { isRecord } from '../protocol/rpc-message.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { AskServer, type ServerQuestion } from './ask-server.client.js';
import { clientUrisOf } from './client-uris.js';
import { unreadable } from './passed-error.js';
import { toPassedResult } from './passed-result.js';
import { ResolvePrompt } from './resolve-prompt.use-case.js';
import { resolveResource } from './resolve-resource.js';

/** What a client hears of a server that completes nothing, since that is declared for all of them together. */
const NO_SUGGESTIONS = { completion: { values: [], total: 0, hasMore: false } };

type Subject = Pick<ServerQuestion, 'integration'> & { readonly ref: Readonly<Record<string, unknown>> };

/** `completion/complete`: what an argument of a prompt, or of a template, could go on with. */
@Injectable()
export class CompleteArgument implements McpMethod {
  readonly name = 'completion/complete';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(
    private readonly copies: Copies,
    private readonly prompts: ResolvePrompt,
    private readonly askServer: AskServer,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    const { ref, argument, context } = request.params;
    if (!isRecord(argument)) throw invalidParams('the argument is missing');
    const subject = await this.subjectOf(request, ref);
    const { integration } = subject;
    const params = { ref: subject.ref, argument, ...(context === undefined ? {} : { context }) };
    const toClientUri = clientUrisOf(integration.slug, request.caller);
    const present = (result: Readonly<Record<string, unknown>>): string => {
      const { completion } = result;
      if (!isRecord(completion) || !Array.isArray(completion['values']))
        throw unreadable(integration.slug, 'completion');
      return toPassedResult(result, request.era, { isCacheable: false });
    };
    const ifUnsupported = NO_SUGGESTIONS;
    const question = { integration, method: this.name, params, toClientUri, ifUnsupported, present };
    return this.askServer.execute(request, question);
  }

  private async subjectOf(request: McpRequest, ref: unknown): Promise<Subject> {
    const { type, name, uri } = isRecord(ref) ? ref : {};
    if (type === 'ref/prompt' && typeof name === 'string') {
      const prompt = await this.prompts.execute(request.caller, name);
      return { integration: prompt.integration, ref: { type, name: prompt.name } };
    }
    if (type === 'ref/resource' && typeof uri === 'string') {
      const resource = resolveResource(this.copies, request, uri);
      return { integration: resource.integration, ref: { type, uri: resource.uri } };
    }
    throw invalidParams('ref names neither a prompt nor a resource');
  }
}
