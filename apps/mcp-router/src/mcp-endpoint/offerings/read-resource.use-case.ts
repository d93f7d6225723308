import { Injectable } from '@nestjs/common';
import { Copies } from '../../copies/copies.js';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { AskServer } from './ask-server.client.js';
import { clientUrisOf, withClientUri } from './client-uris.js';
import { unreadable } from './passed-error.js';
import { toPassedResult } from './passed-result.js';
import { resolveResource } from './resolve-resource.js';

/** `resources/read`: what the server has under this URI now. It is no call, and stands in no ledger. */
@Injectable()
export class ReadResource implements McpMethod {
  readonly name = 'resources/read';
  readonly eras: readonly Era[] = ['legacy', 'modern'];

  constructor(
    private readonly copies: Copies,
    private readonly askServer: AskServer,
  ) {}

  async execute(request: McpRequest): Promise<MethodResult> {
    const { uri: asked } = request.params;
    if (typeof asked !== 'string') throw invalidParams('the uri of the resource is missing');
    const { integration, uri } = resolveResource(this.copies, request, asked);
    const encode = clientUrisOf(integration.slug, request.caller);
    // In the client's own spelling, by which it knows what it has asked for.
    const toClientUri = (raw: string): string => (raw === uri ? asked : encode(raw));
    const present = (result: Readonly<Record<string, unknown>>): string => {
      const { contents } = result;
      if (!Array.isArray(contents)) throw unreadable(integration.slug, 'resource');
      const read = { ...result, contents: contents.map((content) => withClientUri(content, toClientUri)) };
      return toPassedResult(read, request.era, { isCacheable: true });
    };
    const question = { integration, method: this.name, params: { uri }, name: uri, toClientUri, present };
    return this.askServer.execute(request, question);
  }
}
