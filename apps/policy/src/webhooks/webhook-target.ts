import { InvalidInputError, type WebhookFormat } from '@countersign/contracts';

/** A signing secret, and until when (RFC 3339) it is good; null: it is the current one. */
export interface SigningSecret {
  readonly secret: string;
  readonly until: string | null;
}

/** What is sealed: whoever knows it can read or forge what is delivered. */
export interface WebhookTarget {
  readonly url: string;
  /** The current one first. None where the address itself is the secret. */
  readonly secrets: readonly SigningSecret[];
}

/** `fresh` signs from now on, beside what has been current until now; what was older is dropped. */
export function rotateSecrets(
  secrets: readonly SigningSecret[],
  fresh: string,
  overlapUntil: Date,
): readonly SigningSecret[] {
  const current = secrets.filter(({ until }) => until === null);
  const until = overlapUntil.toISOString();
  return [{ secret: fresh, until: null }, ...current.map(({ secret }) => ({ secret, until }))];
}

/** Every secret that a delivery is signed with now. */
export function goodSecrets(secrets: readonly SigningSecret[], now: Date): string[] {
  return secrets.filter(({ until }) => until === null || new Date(until) > now).map(({ secret }) => secret);
}

/** As long as a view of a webhook may have it. */
const SHOWN_URL_LENGTH_MAX = 2_048;

/**
 * An incoming-webhook URL lets everybody post who knows it.
 *
 * @throws InvalidInputError for one that has become too long to be shown: a letter may take six characters of a URL
 */
export function toShownUrl(url: string, format: WebhookFormat): string {
  const shown = format === 'slack' ? new URL(url).origin : url;
  if (shown.length <= SHOWN_URL_LENGTH_MAX) return shown;
  const message = `is longer than ${SHOWN_URL_LENGTH_MAX} characters once it is spelled out`;
  throw new InvalidInputError([{ pointer: '/url', code: 'max_length', message }]);
}
