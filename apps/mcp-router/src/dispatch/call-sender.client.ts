import { Logger } from '@nestjs/common';
import { argumentsToSend, type CalledTool, type NewCall } from '../calls/call.js';
import type { ToolCallRequest } from '../upstream/mcp-request.js';
import type { OpenUpstream } from '../upstream/open-upstream.js';
import type { ParameterHeaders } from '../upstream/parameter-headers.client.js';
import type { UpstreamResolver, WantedUpstream } from '../upstream/resolve-upstream.client.js';
import type { OpenedUpstream, OpenerOptions, UpstreamOpener } from '../upstream/upstream-opener.client.js';
import { NotConnectedError } from '../upstream/upstream.errors.js';
import type { NotExecuted, UpstreamOutcome } from '../upstream/upstream-outcome.js';

/** A server that is ready to be sent one call. */
export interface ReadyUpstream {
  readonly timeoutMs: number;
  /** Never throws: whatever goes wrong from here on is an outcome. */
  send(fence: number): Promise<UpstreamOutcome>;
  /** For a connection that is not used after all. */
  release(): void;
}

/** Opens what a call is sent over. Nothing of the call leaves before `send`. */
export class CallSender {
  private readonly logger = new Logger(CallSender.name);

  constructor(
    private readonly resolver: UpstreamResolver,
    private readonly opener: UpstreamOpener,
    private readonly parameterHeaders: ParameterHeaders,
  ) {}

  /** @throws CannotBeSentError, and like UpstreamOpener.open: nothing was sent */
  async open(call: NewCall, { reuse }: { readonly reuse: boolean }): Promise<ReadyUpstream> {
    return this.ready(call, reuse, (options) => this.opener.open(wantedOf(call), options));
  }

  /** For the one re-send, after the server has proven that it executed nothing: on a new connection. @throws like `open` */
  async openAgain(call: NewCall, proof: NotExecuted): Promise<ReadyUpstream> {
    return this.ready(call, false, (options) => this.opener.openAgain(wantedOf(call), proof, options));
  }

  /** How long the server may take; an integration that cannot be looked up takes no time at all. */
  async timeoutMsOf(call: NewCall): Promise<number> {
    if (call.tool === null || call.connectionRevision === null) return 0;
    return (await this.resolver.resolve(wantedOf(call))).timeoutMs;
  }

  private async ready(
    call: NewCall,
    reuse: boolean,
    open: (options: OpenerOptions) => Promise<OpenedUpstream>,
  ): Promise<ReadyUpstream> {
    const { toolName } = wantedOf(call).tool;
    let parameterHeaders: Readonly<Record<string, string>> = {};
    const { target, upstream } = await open({
      reuse,
      sink: call.client?.sink,
      prepare: async ({ era }) => {
        parameterHeaders = era === 'modern' ? await this.parameterHeaders.of(call) : {};
      },
    });
    return {
      timeoutMs: target.timeoutMs,
      send: (fence) => this.send(call, upstream, { fence, toolName, parameterHeaders }),
      release: () => upstream.release(),
    };
  }

  private async send(
    call: NewCall,
    upstream: OpenUpstream,
    parts: Pick<ToolCallRequest, 'fence' | 'toolName' | 'parameterHeaders'>,
  ): Promise<UpstreamOutcome> {
    const { id, client, traceparent } = call;
    const request = { callId: id, ...parts, argumentsText: argumentsToSend(call), input: client?.input, traceparent };
    try {
      return await upstream.callTool(request, client?.signal);
    } catch (error) {
      // A mistake of this process with a call that may be on its way: only a person can find out.
      this.logger.error({ err: error, callId: id }, 'the exchange failed in a way that nobody foresaw');
      return { kind: 'unknown', reason: 'the exchange with the server broke down' };
    }
  }
}

function wantedOf({ workspaceId, tool, connectionRevision }: NewCall): WantedUpstream & { readonly tool: CalledTool } {
  if (tool === null || connectionRevision === null) throw new NotConnectedError('the call names no tool');
  return { workspaceId, integrationId: tool.integrationId, connectionRevision, tool };
}
