import type { Circuit, Integration } from './integrations.queries.js';

export interface StateInWords {
  readonly color: string;
  readonly label: string;
}

/** What a person has to know of a server first. */
export function stateOf({ status, health }: Integration, circuit: Circuit | undefined): StateInWords {
  if (status === 'awaiting_authorization') return { color: 'yellow', label: 'Waits for authorization' };
  if (status === 'needs_reauthorization') return { color: 'orange', label: 'Authorize again' };
  if (circuit?.state === 'open') return { color: 'red', label: 'Calls are held back' };
  if (health.state === 'down') return { color: 'red', label: 'Down' };
  if (status === 'check_failed' || health.state === 'degraded') return { color: 'orange', label: 'Check failed' };
  return { color: 'teal', label: 'Connected' };
}

/** Of the last check that failed, in the words of who made it. */
export function failureOf({ status, lastAttempt }: Integration): string | null {
  if (lastAttempt === null || lastAttempt.succeeded || status === 'awaiting_authorization') return null;
  return toSentence(lastAttempt.message ?? lastAttempt.errorCode ?? 'it gave no reason');
}

/** A reason stands in the middle of sentences elsewhere; here it is one. */
export function toSentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

const WATCHES: Readonly<Record<Integration['health']['watch'], string>> = {
  none: 'Not watched yet',
  polling: 'Watched by asking again and again',
  'list-changed': 'The server says when its tools change',
  subscription: 'The server says when its tools change',
};

export function describeWatch({ health }: Integration): string {
  return WATCHES[health.watch];
}

export function describeProtocol({
  protocolVersion,
  era,
  wireTransport,
}: Pick<Integration, 'protocolVersion' | 'era' | 'wireTransport'>): string {
  if (protocolVersion === null) return 'Protocol not known yet';
  const transport = wireTransport === 'sse' ? 'HTTP+SSE' : 'Streamable HTTP';
  return `MCP ${protocolVersion}${era === 'modern' ? ', stateless' : ''}, over ${transport}`;
}

/** Every word occurs in what people call it, or in its address. */
export function findIntegrations(items: readonly Integration[], search: string): readonly Integration[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ displayName, slug, serverUrl, description }) => {
    const text = `${displayName}\n${slug}\n${serverUrl}\n${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
