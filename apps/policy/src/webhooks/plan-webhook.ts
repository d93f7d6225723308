import { InvalidInputError, type InputProblem, type WebhookEvent, type WebhookFormat } from '@countersign/contracts';

/** What a webhook is before a change; `hasSecret` is false where its address is the secret. */
export interface CurrentWebhook {
  readonly format: WebhookFormat;
  readonly hasSecret: boolean;
}

export interface WantedWebhook {
  readonly url?: string | null;
  readonly format?: WebhookFormat | null;
  readonly rotateSecret?: boolean | null;
}

export interface WebhookPlan {
  readonly format: WebhookFormat;
  /** A new signing secret is made, and shown this once. */
  readonly makesSecret: boolean;
}

/**
 * @throws InvalidInputError where an address that was a secret would come to be shown, and where there is no secret to
 *   rotate
 */
export function planUpdate(current: CurrentWebhook, wanted: WantedWebhook): WebhookPlan {
  const format = wanted.format ?? current.format;
  const problems: InputProblem[] = [];
  if (format !== current.format && !wanted.url) {
    problems.push({ pointer: '/url', code: 'required', message: 'must be given again where the format changes' });
  }
  if (wanted.rotateSecret && format === 'slack') {
    problems.push({
      pointer: '/rotateSecret',
      code: 'secret',
      message: 'is for the format json; the URL is the secret',
    });
  }
  if (problems.length > 0) throw new InvalidInputError(problems);
  return { format, makesSecret: format === 'json' && (wanted.rotateSecret === true || !current.hasSecret) };
}

/** Each event once. @throws InvalidInputError where there is none */
export function readEvents(events: readonly WebhookEvent[]): WebhookEvent[] {
  if (events.length > 0) return [...new Set(events)];
  throw new InvalidInputError([{ pointer: '/events', code: 'empty', message: 'must name at least one event' }]);
}
