import { describe, expect, it } from '@jest/globals';
import { describeProtocol, failureOf, findIntegrations, stateOf, toSentence } from './integration-state.js';
import type { Circuit, Integration } from './integrations.queries.js';

/** A server that is well, but for `fields`. */
function aServer(fields: Partial<Integration> = {}): Integration {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    ...{ id: 'i', workspaceId: 'w', slug: 'Jira', displayName: 'Jira EU', description: '', auth: 'none', headers: [] },
    ...{ serverUrl: 'https://jira.example.com/mcp', transport: 'auto', timeoutSeconds: 60, status: 'connected' },
    ...{ wireTransport: 'streamable-http', era: 'modern', protocolVersion: '2026-07-28', authorization: null },
    ...{
      version: 1,
      connectionRevision: 1,
      snapshotRevision: 1,
      toolCount: 1,
      warnings: [],
      createdAt: at,
      updatedAt: at,
    },
    verifiedAt: at,
    lastAttempt: null,
    health: { state: 'healthy', since: at, consecutiveFailures: 0, watch: 'polling', nextCheckAt: null },
    ...fields,
  };
}

const FAILED = {
  at: '2026-01-01T00:00:00.000Z',
  succeeded: false,
  durationMs: 5,
  errorCode: 'x',
  message: 'it is away',
};
const DOWN = { state: 'down', since: null, consecutiveFailures: 3, watch: 'polling', nextCheckAt: null } as const;
const HELD: Circuit = { integrationId: 'i', state: 'open', failures: 5, reason: 'it is away', retryAt: null };

describe('what a person has to know of a server first', () => {
  it.each([
    ['Connected', {}, undefined],
    ['Waits for authorization', { status: 'awaiting_authorization', health: DOWN }, HELD],
    ['Authorize again', { status: 'needs_reauthorization' }, HELD],
    ['Calls are held back', { health: DOWN }, HELD],
    ['Down', { health: DOWN, status: 'check_failed' }, undefined],
    ['Check failed', { status: 'check_failed' }, undefined],
  ] as const)('is %j', (label, fields, circuit) => {
    expect(stateOf(aServer(fields), circuit).label).toBe(label);
  });

  it('is why the last check failed, as a sentence, unless nobody has authorized it yet', () => {
    expect(failureOf(aServer({ lastAttempt: FAILED }))).toBe('It is away.');
    expect(failureOf(aServer({ lastAttempt: { ...FAILED, message: null } }))).toBe('X.');
    expect(failureOf(aServer({ lastAttempt: FAILED, status: 'awaiting_authorization' }))).toBeNull();
    expect(failureOf(aServer({ lastAttempt: { ...FAILED, succeeded: true } }))).toBeNull();
  });
});

it('says how a server is spoken to', () => {
  expect(describeProtocol(aServer())).toBe('MCP 2026-07-28, stateless, over Streamable HTTP');
  expect(describeProtocol(aServer({ era: 'legacy', protocolVersion: '2024-11-05', wireTransport: 'sse' }))).toBe(
    'MCP 2024-11-05, over HTTP+SSE',
  );
  expect(describeProtocol(aServer({ protocolVersion: null }))).toBe('Protocol not known yet');
});

it('ends a reason as a sentence does, once', () => {
  expect([toSentence('it is away'), toSentence('Gone!'), toSentence('cut…')]).toEqual(['It is away.', 'Gone!', 'Cut…']);
});

it('finds servers by every word of name, slug or address, in any case', () => {
  const servers = [aServer(), aServer({ slug: 'Wiki', displayName: 'Wiki', serverUrl: 'https://wiki.example.com' })];
  expect(findIntegrations(servers, 'EU jira').map(({ slug }) => slug)).toEqual(['Jira']);
  expect(findIntegrations(servers, 'example.com')).toHaveLength(2);
  expect(findIntegrations(servers, 'other')).toEqual([]);
});
