import type { NewCall } from '../calls/call.js';
import type { UpstreamResolver } from '../upstream/resolve-upstream.client.js';
import { NotConnectedError, type OpenUpstream, type UpstreamClient } from '../upstream/upstream.client.js';
import type { UpstreamOutcome } from '../upstream/upstream-outcome.js';

/** A server that is ready to be sent one call. */
export interface ReadyUpstream {
  readonly timeoutMs: number;
  send(fence: number): Promise<UpstreamOutcome>;
  /** For a connection that is not used after all. */
  release(): void;
}

/** Opens what a call is sent over. Nothing of the call leaves before `send`. */
export class CallSender {
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
      send: (fence) => {
        const { argumentsText } = call;
        return upstream.callTool({ callId: call.id, fence, toolName: tool.toolName, argumentsText });
      },
      release: () => upstream.release(),
    };
  }

  /** How long the server may take; an integration that cannot be looked up takes no time at all. */
  async timeoutMsOf(call: NewCall): Promise<number> {
    const { tool, connectionRevision } = call;
    if (tool === null || connectionRevision === null) return 0;
    return (await this.resolver.resolve(call.workspaceId, tool, connectionRevision)).timeoutMs;
  }
}
