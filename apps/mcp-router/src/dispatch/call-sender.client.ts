import { Logger } from '@nestjs/common';
import type { NewCall } from '../calls/call.js';
import type { UpstreamResolver } from '../upstream/resolve-upstream.client.js';
import { NotConnectedError, type OpenUpstream, type UpstreamClient } from '../upstream/upstream.client.js';
import type { UpstreamOutcome } from '../upstream/upstream-outcome.js';

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
    private readonly upstreams: UpstreamClient,
  ) {}

  /** @throws NotConnectedError, or what the registry's answer failed with: nothing was sent */
  async open(call: NewCall, options: { readonly reuse: boolean }): Promise<ReadyUpstream> {
    const { tool, connectionRevision } = call;
    if (tool === null || connectionRevision === null) throw new NotConnectedError('the call names no tool');
    const target = await this.resolver.resolve(call.workspaceId, tool, connectionRevision);
    const upstream: OpenUpstream = await this.upstreams.open(target, options);
    return {
      timeoutMs: target.timeoutMs,
      send: (fence) => this.send(call, upstream, { fence, toolName: tool.toolName }),
      release: () => upstream.release(),
    };
  }

  private async send(
    { id, argumentsText }: NewCall,
    upstream: OpenUpstream,
    { fence, toolName }: { readonly fence: number; readonly toolName: string },
  ): Promise<UpstreamOutcome> {
    try {
      return await upstream.callTool({ callId: id, fence, toolName, argumentsText });
    } catch (error) {
      // A mistake of this process with a call that may be on its way: only a person can find out.
      this.logger.error({ err: error, callId: id }, 'the exchange failed in a way that nobody foresaw');
      return { kind: 'unknown', reason: 'the exchange with the server broke down' };
    }
  }

  /** How long the server may take; an integration that cannot be looked up takes no time at all. */
  async timeoutMsOf(call: NewCall): Promise<number> {
    const { tool, connectionRevision } = call;
    if (tool === null || connectionRevision === null) return 0;
    return (await this.resolver.resolve(call.workspaceId, tool, connectionRevision)).timeoutMs;
  }
}
