import { Logger } from '@nestjs/common';
import { assertNever, type RefusedCredentials } from '@countersign/contracts';
import { argumentsToSend, type CalledTool, type NewCall } from '../calls/call.js';
import type { OtherEra } from '../upstream/other-era.client.js';
import type { ToolCallRequest } from '../upstream/mcp-request.js';
import type { OpenUpstream } from '../upstream/open-upstream.js';
import type { ParameterHeaders } from '../upstream/parameter-headers.client.js';
import type { UpstreamResolver, WantedUpstream } from '../upstream/resolve-upstream.client.js';
import type { UpstreamClient } from '../upstream/upstream.client.js';
import { CredentialsRefusedError, NotConnectedError, WrongEraError } from '../upstream/upstream.errors.js';
import type { NotExecuted, UpstreamOutcome, UpstreamTarget } from '../upstream/upstream-outcome.js';

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
    private readonly otherEra: OtherEra,
    private readonly parameterHeaders: ParameterHeaders,
  ) {}

  /**
   * A server that refuses the credentials, or the protocol's era, before anything of the call is sent is asked once more, with
   * newer ones, or as it speaks now.
   *
   * @throws NotConnectedError, CredentialsRefusedError where no newer credentials helped, CannotBeSentError, or what the
   * registry's answer failed with: nothing was sent
   */
  async open(call: NewCall, options: { readonly reuse: boolean }): Promise<ReadyUpstream> {
    try {
      return await this.openWith(call, options);
    } catch (error) {
      if (error instanceof WrongEraError) {
        return this.openAt(call, options, await this.otherEra.resolve(wantedOf(call), error.spoken));
      }
      if (!(error instanceof CredentialsRefusedError)) throw error;
      return this.openWith(call, options, error.refused);
    }
  }

  /** For the one re-send, after the server has proven that it executed nothing: on a new connection. @throws like `open` */
  async openAgain(call: NewCall, proof: NotExecuted): Promise<ReadyUpstream> {
    const options = { reuse: false };
    switch (proof.kind) {
      case 'session_lost':
        return this.open(call, options);
      case 'refused':
        return this.openWith(call, options, proof.refused);
      case 'wrong_era':
        return this.openAt(call, options, await this.otherEra.resolve(wantedOf(call), proof.spoken));
      default:
        return assertNever(proof);
    }
  }

  private async openWith(
    call: NewCall,
    options: { readonly reuse: boolean },
    refused?: RefusedCredentials,
  ): Promise<ReadyUpstream> {
    return this.openAt(call, options, await this.resolver.resolve(wantedOf(call), refused));
  }

  private async openAt(
    call: NewCall,
    options: { readonly reuse: boolean },
    target: UpstreamTarget,
  ): Promise<ReadyUpstream> {
    const { toolName } = wantedOf(call).tool;
    const parameterHeaders = target.era === 'modern' ? await this.parameterHeaders.of(call) : {};
    const upstream = await this.upstreams.open(target, options);
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
    const { id } = call;
    try {
      return await upstream.callTool({ callId: id, ...parts, argumentsText: argumentsToSend(call) });
    } catch (error) {
      // A mistake of this process with a call that may be on its way: only a person can find out.
      this.logger.error({ err: error, callId: id }, 'the exchange failed in a way that nobody foresaw');
      return { kind: 'unknown', reason: 'the exchange with the server broke down' };
    }
  }

  /** How long the server may take; an integration that cannot be looked up takes no time at all. */
  async timeoutMsOf(call: NewCall): Promise<number> {
    if (call.tool === null || call.connectionRevision === null) return 0;
    return (await this.resolver.resolve(wantedOf(call))).timeoutMs;
  }
}

function wantedOf({ workspaceId, tool, connectionRevision }: NewCall): WantedUpstream & { readonly tool: CalledTool } {
  if (tool === null || connectionRevision === null) throw new NotConnectedError('the call names no tool');
  return { workspaceId, integrationId: tool.integrationId, connectionRevision, tool };
}
