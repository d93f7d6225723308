import { Injectable, Logger } from '@nestjs/common';
import type { NewCall, Outcome } from '../calls/call.js';
import { LEASE_MARGIN_MS } from '../limits.js';
import { NotConnectedError } from '../upstream/upstream.errors.js';
import { isNotExecuted, type NotExecuted, type UpstreamOutcome } from '../upstream/upstream-outcome.js';
import { AllowedCalls } from './allowed-calls.repository.js';
import type { AttemptOutcome, Withheld } from './attempt.js';
import { CallSender, type ReadyUpstream } from './call-sender.client.js';
import { DispatchGate } from './dispatch-gate.client.js';
import { DispatchRepository } from './dispatch.repository.js';
import { IntegrationSlots } from './integration-slots.host.js';
import { toOutcome } from './to-outcome.js';

type Opened = { readonly upstream: ReadyUpstream } | { readonly refused: UpstreamOutcome };

/**
 * `running`: it is being sent, and `outcome` is what comes back. `known`: it exists already and must not be sent by this
 * submission. `unreachable`: nothing was recorded, and nothing will be sent.
 */
export type Beginning =
  | { readonly kind: 'running'; readonly outcome: Promise<Outcome> }
  | { readonly kind: 'known' }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** An attempt, and the fence under which it was (last) made. */
interface Attempt {
  readonly fence: number;
  readonly outcome: AttemptOutcome;
}

/** The intent of an `allow` call is recorded under this fence. */
const FIRST_FENCE = 1;
const BUSY =
  'the integration is busy: many calls are under way and others wait, or half of its places are yours; try again later';
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
    private readonly slots: IntegrationSlots,
  ) {}

  /** Resolves when the intent is durable, or there is none. */
  begin(call: NewCall): Promise<Beginning> {
    const beginning = this.beginInSlot(call);
    this.calls.track(call, beginning);
    return beginning;
  }

  private async beginInSlot(call: NewCall): Promise<Beginning> {
    const leaveSlot = await this.slots.take(call);
    if (leaveSlot === null) return { kind: 'unreachable', reason: `nothing was sent: ${BUSY}` };
    try {
      const beginning = await this.recordAndSend(call);
      if (beginning.kind === 'running') void beginning.outcome.then(leaveSlot, leaveSlot);
      else leaveSlot();
      return beginning;
    } catch (error) {
      leaveSlot();
      throw error;
    }
  }

  /** A lease is as long as the server may take. Nothing is begun whose lease would be a guess. */
  private async recordAndSend(call: NewCall): Promise<Beginning> {
    let timeoutMs: number;
    try {
      timeoutMs = await this.sender.timeoutMsOf(call);
    } catch (error) {
      return { kind: 'unreachable', reason: `nothing was sent: ${this.reasonOf(call, error)}` };
    }
    return this.recordIntent(call, timeoutMs);
  }

  private async recordIntent(call: NewCall, timeoutMs: number): Promise<Beginning> {
    const startedAt = performance.now();
    const opening = this.open(call, { reuse: true, deadlineMs: startedAt + LEASE_MARGIN_MS });
    try {
      if (await this.calls.recordIntent(call, timeoutMs)) {
        const outcome = this.finish(call, opening, startedAt);
        this.calls.track(call, outcome);
        return { kind: 'running', outcome };
      }
    } catch (error) {
      await this.abandon(opening);
      throw error;
    }
    await this.abandon(opening);
    return { kind: 'known' };
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
      const again = await this.open(call, { reuse: false, deadlineMs: startedAt + LEASE_MARGIN_MS });
      attempt = await this.send(call, again, FIRST_FENCE, startedAt);
    }
    return isNotExecuted(attempt.outcome) ? this.sendAgain(call, attempt.fence, attempt.outcome) : attempt;
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

  /** The server has proven that it executed nothing: once more, with what it missed, under a new fence. */
  private async sendAgain(call: NewCall, fence: number, proof: NotExecuted): Promise<Attempt> {
    const opened = await this.open(call, { reuse: false, deadlineMs: performance.now() + LEASE_MARGIN_MS, proof });
    if ('refused' in opened) return { fence, outcome: opened.refused };
    const withheld = this.withhold(call);
    if (withheld !== null) {
      opened.upstream.release();
      return { fence, outcome: withheld };
    }
    const startedAt = performance.now();
    const leaseMs = opened.upstream.timeoutMs + LEASE_MARGIN_MS;
    const rearmed = await this.repository.rearm({ ...call, fence }, leaseMs);
    if (rearmed !== null) return this.send(call, opened, rearmed.fence, startedAt);
    opened.upstream.release();
    return { fence, outcome: { kind: 'failed', reason: 'the call was cancelled' } };
  }

  /** Nobody granted anything, so it is the rules of now that allow it, or nothing does. */
  private withhold(call: NewCall): Withheld | null {
    return this.gate.withhold({ ...call, grantJti: null, isRepeat: false });
  }

  /** Within what the lease has beyond the server's own time: a lease must not run out while nothing has happened yet. */
  private async open(
    call: NewCall,
    {
      reuse,
      deadlineMs,
      proof,
    }: { readonly reuse: boolean; readonly deadlineMs: number; readonly proof?: NotExecuted },
  ): Promise<Opened> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), Math.max(0, deadlineMs - performance.now()));
    });
    const opening = proof ? this.sender.openAgain(call, proof) : this.sender.open(call, { reuse });
    try {
      const upstream = await Promise.race([opening, tooLate]);
      if (upstream !== null) return { upstream };
      void opening.then(release, () => undefined);
      return { refused: { kind: 'failed', reason: TOO_LATE } };
    } catch (error) {
      return { refused: { kind: 'failed', reason: this.reasonOf(call, error) } };
    } finally {
      clearTimeout(timer);
    }
  }

  private reasonOf(call: NewCall, error: unknown): string {
    if (error instanceof NotConnectedError) return error.message;
    this.logger.error({ err: error, callId: call.id }, 'the integration could not be looked up');
    return 'the integration could not be looked up';
  }

  private async abandon(opening: Promise<Opened>): Promise<void> {
    const opened = await opening;
    if ('upstream' in opened) opened.upstream.release();
  }
}

function release(upstream: ReadyUpstream): void {
  upstream.release();
}
