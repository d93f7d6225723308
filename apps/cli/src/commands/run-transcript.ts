import type { Schemas } from '@countersign/api-client';
import { safeLine, safeText } from '../print.js';

/** A glance at arguments and results; `calls show` has all. */
const GLANCE_CHARACTERS_MAX = 200;

type Fields = Readonly<Record<string, unknown>>;

/** What a person reads of a run, event by event. It remembers the calls, so that their ends can be told by name. */
export class RunTranscript {
  private readonly names = new Map<string, string>();

  /** @param said the text of this turn that was shown already, while the model wrote it */
  linesOf({ type, data }: Schemas['RunEventView'], said = ''): string[] {
    switch (type) {
      case 'run_started':
        return [`> ${safeText(textOf(data, 'prompt'))}`];
      case 'message_received':
        return [`> ${safeText(textOf(data, 'text'))}`];
      case 'turn_answered':
        return [...this.answerOf(data, said), ...this.callsOf(data)];
      case 'call_submitted':
        return this.waitOf(data);
      case 'call_refused':
        return [`← ${this.nameOf(data)} was not made: ${glance(textOf(data, 'message'))}`];
      case 'call_settled':
        return this.endOf(data);
      case 'model_failed':
        return [`! The model could not be asked: ${safeLine(textOf(data, 'message'))}`];
      case 'results_compacted':
        return ['… Older results were left out: the conversation is too long for the model.'];
      case 'run_failed':
        return [`The run failed: ${safeText(textOf(data, 'reason'))}`];
      case 'run_cancelled':
        return [`The run was cancelled by ${safeLine(textOf(fieldsOf(data['by']), 'name') || 'somebody')}.`];
      case 'run_finished':
      case 'run_suspended':
      case 'run_resumed':
        return [];
      default:
        // Of a newer version of the server.
        return [`· ${safeLine(type)}`];
    }
  }

  private answerOf(data: Fields, said: string): string[] {
    const text = textOf(data, 'text');
    return text === '' || text === said ? [] : [safeText(text)];
  }

  private callsOf(data: Fields): string[] {
    const calls = Array.isArray(data['calls']) ? (data['calls'] as unknown[]).map(fieldsOf) : [];
    return calls.map((call) => {
      const name = textOf(call, 'exposedName');
      this.names.set(textOf(call, 'toolCallId'), name);
      return `→ ${safeLine(name)} ${glance(textOf(call, 'arguments'))}`;
    });
  }

  private waitOf(data: Fields): string[] {
    if (data['state'] !== 'pending_approval') return [];
    const id = textOf(data, 'approvalId');
    const waits = `… ${this.nameOf(data)} waits for a person.`;
    if (id === '') return [`${waits} countersign approvals list`];
    return [waits, `  countersign approvals approve ${id}`, `  countersign approvals deny ${id} --reason "…"`];
  }

  private endOf(data: Fields): string[] {
    const state = textOf(data, 'state');
    if (state === 'unknown') {
      const resolve = `countersign calls resolve ${safeLine(textOf(data, 'callId'))}`;
      return [`… Nobody knows whether ${this.nameOf(data)} happened. A person finds out and says so: ${resolve}`];
    }
    if (state === 'retried') return [`… ${this.nameOf(data)} is made again.`];
    return [`← ${this.nameOf(data)} ${safeLine(state)}: ${glance(textOf(data, 'result'))}`];
  }

  private nameOf(data: Fields): string {
    const id = textOf(data, 'toolCallId');
    return safeLine(this.names.get(id) ?? id);
  }
}

function glance(text: string): string {
  const line = safeLine(text);
  return line.length <= GLANCE_CHARACTERS_MAX ? line : `${line.slice(0, GLANCE_CHARACTERS_MAX)}…`;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
}
