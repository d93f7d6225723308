import { describe, expect, it } from '@jest/globals';
import type { ProtocolVerdict } from './discovered-server.js';
import { knownWay, SSE } from './known-way.js';

const LEGACY: ProtocolVerdict = { wireTransport: 'streamable-http', era: 'legacy', protocolVersion: '2025-06-18' };
const MODERN: ProtocolVerdict = { wireTransport: 'streamable-http', era: 'modern', protocolVersion: '2026-07-28' };
const OLD: ProtocolVerdict = { wireTransport: 'sse', era: 'legacy', protocolVersion: '2024-11-05' };
const INITIALIZE = { wireTransport: 'streamable-http', isLegacy: true };

describe('the way that is known', () => {
  it.each([
    ['auto', null, null],
    ['auto', LEGACY, INITIALIZE],
    ['auto', MODERN, null],
    ['auto', OLD, SSE],
    ['streamable-http', LEGACY, INITIALIZE],
    ['streamable-http', MODERN, null],
    ['streamable-http', OLD, null],
    ['sse', LEGACY, null],
    ['sse', OLD, null],
  ] as const)('with the transport %s and what was found before %j', (transport, prior, way) => {
    expect(knownWay(transport, prior)).toEqual(way);
  });
});
