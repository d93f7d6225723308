import { EgressConnectError } from '@countersign/egress';
import { ExchangeError } from '../upstream/mcp-exchange.client.js';
import type { OpenUpstream } from '../upstream/open-upstream.js';
import {
  CircuitOpenError,
  CredentialsRefusedError,
  NotConnectedError,
  ServerBrokenError,
  WrongEraError,
} from '../upstream/upstream.errors.js';
import type { RequestOutcome, UpstreamOutcome, UpstreamTarget } from '../upstream/upstream-outcome.js';
import { Circuit, type CircuitState } from './circuit.js';

/** An integration that has failed lately, as this process has seen it. */
export interface UpstreamHealthEntry {
  readonly integrationId: string;
  readonly state: CircuitState;
  readonly failures: number;
  readonly reason: string;
  readonly retryAt: Date | null;
}

interface Kept {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly connectionRevision: number;
  readonly circuit: Circuit;
}

/** One circuit per integration: a server that is down costs a moment now and then, and nothing of anybody else's. */
export class UpstreamHealth {
  /** Only of integrations that have failed since they last succeeded. */
  private readonly kept = new Map<string, Kept>();

  /** Opens a connection unless it is known to be in vain, and learns from how it goes. @throws CircuitOpenError */
  async open(target: UpstreamTarget, open: () => Promise<OpenUpstream>): Promise<OpenUpstream> {
    const known = this.find(target);
    if (known?.circuit.tryPass(Date.now()) === false) throw new CircuitOpenError(explain(known.circuit));
    let upstream: OpenUpstream;
    try {
      upstream = await open();
    } catch (error) {
      this.learn(target, judgeError(error));
      throw error;
    }
    const learn = <Outcome extends RequestOutcome | UpstreamOutcome>(outcome: Outcome): Outcome => {
      this.learn(target, judgeOutcome(outcome));
      return outcome;
    };
    return {
      callTool: async (call, signal) => learn(await upstream.callTool(call, signal)),
      request: async (request, signal) => learn(await upstream.request(request, signal)),
      release: () => {
        this.learn(target, 'nothing');
        upstream.release();
      },
    };
  }

  of(workspaceId: string): readonly UpstreamHealthEntry[] {
    const nowMs = Date.now();
    return [...this.kept.values()].flatMap(({ circuit, integrationId, ...kept }) => {
      if (kept.workspaceId !== workspaceId) return [];
      const { failures, reason, openUntilMs } = circuit.told;
      const retryAt = openUntilMs === null ? null : new Date(openUntilMs);
      return [{ integrationId, state: circuit.stateAt(nowMs), failures, reason: reason ?? 'unknown', retryAt }];
    });
  }

  private learn(target: UpstreamTarget, lesson: Lesson): void {
    const key = keyOf(target);
    const known = this.find(target);
    if (lesson === 'success') {
      known?.circuit.succeeded();
      this.kept.delete(key);
    } else if (lesson === 'nothing') known?.circuit.ended();
    else {
      const { workspaceId, integrationId, connectionRevision } = target;
      const kept = known ?? { workspaceId, integrationId, connectionRevision, circuit: new Circuit() };
      kept.circuit.failed(lesson.failure, Date.now());
      this.kept.set(key, kept);
    }
  }

  /** What is known of the server that it was pointed at before says nothing about this one. */
  private find(target: UpstreamTarget): Kept | undefined {
    const known = this.kept.get(keyOf(target));
    return known?.connectionRevision === target.connectionRevision ? known : undefined;
  }
}

type Lesson = 'success' | 'nothing' | { readonly failure: string };

function judgeError(error: unknown): Lesson {
  const isThere = error instanceof CredentialsRefusedError || error instanceof WrongEraError;
  if (isThere) return 'success';
  if (error instanceof ServerBrokenError) return { failure: error.message };
  const cause = error instanceof NotConnectedError ? error.cause : error;
  const isNotThere = cause instanceof EgressConnectError || cause instanceof ExchangeError;
  return isNotThere ? { failure: cause.message } : 'nothing';
}

/** A time-out or a reset in the middle of a call may be the tool's doing: whether the server is there, the next dial tells. */
function judgeOutcome(outcome: RequestOutcome | UpstreamOutcome): Lesson {
  if (outcome.kind === 'unknown') return outcome.isServerError === true ? { failure: outcome.reason } : 'nothing';
  return outcome.kind === 'not_sent' ? 'nothing' : 'success';
}

function explain(circuit: Circuit): string {
  const { failures, reason, openUntilMs } = circuit.told;
  const until = openUntilMs === null ? '' : ` until ${new Date(openUntilMs).toISOString()}`;
  return `the server is not tried${until}, because the last ${failures} tries have failed: ${reason}`;
}

function keyOf({ workspaceId, integrationId }: UpstreamTarget): string {
  return `${workspaceId} ${integrationId}`;
}
