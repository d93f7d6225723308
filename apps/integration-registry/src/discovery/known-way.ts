import type { Transport } from '@countersign/contracts';
import type { ProtocolVerdict } from './discovered-server.js';

/** How to speak to a server. Without `isLegacy`, the client asks for the protocol's era and falls back to the legacy one. */
export type Way =
  { readonly wireTransport: 'streamable-http'; readonly isLegacy: boolean } | { readonly wireTransport: 'sse' };

export const NEGOTIATED: Way = { wireTransport: 'streamable-http', isLegacy: false };
export const SSE: Way = { wireTransport: 'sse' };

/**
 * What worked the last time, where that spares requests that fail: a server of the modern era answers the client's first
 * question, so that there is nothing to spare. Null also where the choice is another one by now.
 */
export function knownWay(transport: Transport, prior: ProtocolVerdict | null): Way | null {
  if (prior === null) return null;
  if (prior.wireTransport === 'sse') return transport === 'auto' ? SSE : null;
  if (transport === 'sse' || prior.era === 'modern') return null;
  return { wireTransport: 'streamable-http', isLegacy: true };
}
