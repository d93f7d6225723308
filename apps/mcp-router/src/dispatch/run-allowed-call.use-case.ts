import { Injectable, Logger } from '@nestjs/common';
import type { NewCall, Outcome } from '../calls/call.js';
import { LEASE_MARGIN_MS } from '../limits.js';
import { NotConnectedError } from '../upstream/upstream.client.js';
import type { UpstreamOutcome } from '../upstream/upstream-outcome.js';
import { AllowedCalls } from './allowed-calls.repository.js';
import type { AttemptOutcome, Withheld } from './attempt.js';
import { CallSender, type ReadyUpstream } from './call-sender.client.js';
import { DispatchGate } from './dispatch-gate.client.js';
import { DispatchRepository } from './dispatch.repository.js';
import { toOutcome } from './to-outcome.js';

type Opened = { readonly upstream: ReadyUpstream } | { readonly refused: UpstreamOutcome };

/** It is being sent, and `outcome` is what comes back. */
interface Begun {
  readonly outcome: Promise<Outcome>;
}

/** An attempt, and the fence under which it was (last) made. */
interface Attempt {
  readonly fence: number;
  readonly outcome: AttemptOutcome;
}

/** The intent of an `allow` call is recorded under this fence. */
const FIRST_FENCE = 1;
const TOO_LATE = 'the call could not be sent in time';

/**
 * Sends a call that needs nobody's approval: its intent is durable before the first byte, its outcome with the next
 * commit. There is no grant to wait for, so what cannot be sent has failed.
 */
@Injectable()
export class RunAllowedCall {
  private readonly logger = new Logger(RunAllowedCall.name);

  constructor(
    private readonly gate: DispatchGate,
    private readonly sender: CallSender,
    private readonly calls: AllowedCalls,
    private readonly repository: DispatchRepository,
  ) {}

  /** Resolves when the intent is durable; null when this call exists already and must not be sent by this submission. */
  begin(call: NewCall): Promise<Begun | null> {
    const begun = this.recordAndSend(call);
    this.calls.track(call, begun);
    return begun;
  }

  private async recordAndSend(call: NewCall): Promise<Begun | null> {
    const timeoutMs = await this.timeoutMsOf(call);
    const startedAt = performance.now();
    const opening = this.open(call, true);
    try {
      if (await this.calls.recordIntent(call, timeoutMs)) {
        const outcome = this.finish(call, opening, startedAt);
        this.calls.track(call, outcome);
        return { outcome };
      }
    } catch (error) {
      await this.abandon(opening);
      throw error;
    }
    await this.abandon(opening);
    return null;
  }

  private async finish(call: NewCall, opening: Promise<Opened>, startedAt: number): Promise<Outcome> {
    const { fence, outcome } = await this.attemptOrDoubt(call, await opening, startedAt);
    const ended = toOutcome(call.id, outcome);
    this.calls.recordOutcome(call, fence, ended);
    return ended;
  }

  /** A mistake of this process between the first byte and the answer leaves a doubt, and a doubt is an outcome too. */
  private async attemptOrDoubt(call: NewCall, opened: Opened, startedAt: number): Promise<Attempt> {
    try {
      return await this.attempt(call, opened, startedAt);
    } catch (error) {
      this.logger.error({ err: error, callId: call.id }, 'the attempt broke down');
      return { fence: FIRST_FENCE, outcome: { kind: 'unknown', reason: 'the attempt broke down' } };
    }
  }

  private async attempt(call: NewCall, opened: Opened, startedAt: number): Promise<Attempt> {
    let attempt = await this.send(call, opened, FIRST_FENCE, startedAt);
    // The kept connection was dead before the first byte: a new one, under the same intent.
    if (attempt.outcome.kind === 'not_sent') {
      attempt = await this.send(call, await this.open(call, false), FIRST_FENCE, startedAt);
    }
    return attempt.outcome.kind === 'session_lost' ? this.sendAgain(call, attempt) : attempt;
  }

  /** The lease was given for the server's whole time; a process that was held up for longer must not begin. */
  private async send(call: NewCall, opened: Opened, fence: number, startedAt: number): Promise<Attempt> {
    if ('refused' in opened) return { fence, outcome: opened.refused };
    const isInTime = performance.now() - startedAt < LEASE_MARGIN_MS;
    const stop = isInTime ? this.withhold(call) : ({ kind: 'failed', reason: TOO_LATE } as const);
    if (stop === null) return { fence, outcome: await opened.upstream.send(fence) };
    opened.upstream.release();
    return { fence, outcome: stop };
  }

  private async sendAgain(call: NewCall, lost: Attempt): Promise<Attempt> {
    const opened = await this.open(call, false);
    if ('refused' in opened) return { fence: lost.fence, outcome: opened.refused };
    const withheld = this.withhold(call);
    if (withheld !== null) {
      opened.upstream.release();
      return { fence: lost.fence, outcome: withheld };
    }
    const startedAt = performance.now();
    const leaseMs = opened.upstream.timeoutMs + LEASE_MARGIN_MS;
    const rearmed = await this.repository.rearm({ ...call, fence: lost.fence }, leaseMs);
    if (rearmed !== null) return this.send(call, opened, rearmed.fence, startedAt);
    opened.upstream.release();
    return { fence: lost.fence, outcome: { kind: 'failed', reason: 'the call was cancelled' } };
  }

  /** Nobody granted anything, so it is the rules of now that allow it, or nothing does. */
  private withhold(call: NewCall): Withheld | null {
    return this.gate.withhold({ ...call, grantJti: null });
  }

  private async open(call: NewCall, reuse: boolean): Promise<Opened> {
    try {
      return { upstream: await this.sender.open(call, { reuse }) };
    } catch (error) {
      if (!(error instanceof NotConnectedError)) this.logger.error({ err: error, callId: call.id }, 'not opened');
      const reason = error instanceof NotConnectedError ? error.message : 'the integration could not be looked up';
      return { refused: { kind: 'failed', reason } };
    }
  }

  private async abandon(opening: Promise<Opened>): Promise<void> {
    const opened = await opening;
    if ('upstream' in opened) opened.upstream.release();
  }

  /** What cannot be looked up will not be sent, so its lease needs no more than the margin. */
  private async timeoutMsOf(call: NewCall): Promise<number> {
    try {
      return await this.sender.timeoutMsOf(call);
    } catch {
      return 0;
    }
  }
}
