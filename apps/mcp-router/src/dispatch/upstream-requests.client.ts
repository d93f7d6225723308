import { Injectable } from '@nestjs/common';
import type { Actor } from '@countersign/contracts';
import type { CallSink } from '../upstream/call-sink.js';
import type { UpstreamRequest } from '../upstream/mcp-request.js';
import type { WantedUpstream } from '../upstream/resolve-upstream.client.js';
import { UpstreamOpener, type OpenedUpstream, type OpenerOptions } from '../upstream/upstream-opener.client.js';
import { NotConnectedError } from '../upstream/upstream.errors.js';
import { isNotExecuted, type RequestOutcome } from '../upstream/upstream-outcome.js';
import { IntegrationSlots } from './integration-slots.host.js';

export interface UpstreamRequestOptions {
  readonly sink?: CallSink | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Out of whose share; absent: it is asked for everybody. */
  readonly principal?: Pick<Actor, 'kind' | 'id'>;
}

const BUSY =
  'the integration is busy: many requests are under way and others wait, or half of its places are yours; try again later';

/**
 * Requests that execute nothing: lists, resources, prompts, completions. They share connections, sessions and places with
 * the integration's calls, and have no ledger. Whether the one who asks may is decided before.
 */
@Injectable()
export class UpstreamRequests {
  constructor(
    private readonly opener: UpstreamOpener,
    private readonly slots: IntegrationSlots,
  ) {}

  /** Never throws for what a server does. @throws what the registry's answer failed with */
  async ask(
    wanted: WantedUpstream,
    request: UpstreamRequest,
    { sink, signal, principal }: UpstreamRequestOptions = {},
  ): Promise<RequestOutcome> {
    const place = { workspaceId: wanted.workspaceId, tool: wanted };
    const leaveSlot = await this.slots.take(principal === undefined ? place : { ...place, principal });
    if (leaveSlot === null) return { kind: 'not_sent', reason: BUSY };
    const send = ({ upstream }: OpenedUpstream): Promise<RequestOutcome> => upstream.request(request, signal);
    try {
      return await this.askInSlot(wanted, { sink, reuse: true }, send);
    } catch (error) {
      if (!(error instanceof NotConnectedError)) throw error;
      return { kind: 'not_sent', reason: error.message };
    } finally {
      leaveSlot();
    }
  }

  /** Once more where a kept connection was dead, and once more where the server proves that it missed something. */
  private async askInSlot(
    wanted: WantedUpstream,
    options: OpenerOptions,
    send: (opened: OpenedUpstream) => Promise<RequestOutcome>,
  ): Promise<RequestOutcome> {
    let outcome = await send(await this.opener.open(wanted, options));
    if (outcome.kind === 'not_sent') {
      outcome = await send(await this.opener.open(wanted, { ...options, reuse: false }));
    }
    return isNotExecuted(outcome) ? send(await this.opener.openAgain(wanted, outcome, options)) : outcome;
  }
}
