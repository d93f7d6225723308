import { DiscoveryError } from './discovery.errors.js';
import { ofStatus } from './to-discovery-error.js';

/** What the client of the HTTP+SSE transport would tell in the words of the server, or not at all. @throws DiscoveryError */
export function assertSseAnswer({ status, headers }: Response, isStream: boolean): void {
  if (status < 200 || status > 299) throw ofStatus(status);
  const isEventStream = /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
  if (isStream && !isEventStream)
    throw new DiscoveryError('discovery.not_mcp', 'it does not answer with an event stream');
}
