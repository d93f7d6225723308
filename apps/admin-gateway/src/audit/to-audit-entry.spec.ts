import { describe, expect, it } from '@jest/globals';
import type { AuditedRow, DiscoveryCompleted, ToolDrift } from '@countersign/contracts';
import { ofCompleted, ofFailed, ofRegistered, toRecorded } from './to-audit-entry.js';

const INTEGRATION = { integrationId: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f', slug: 'Tracker' };
const DRIFT: ToolDrift = { name: 'a', kinds: ['annotations_changed'], warnings: ['became_destructive'] };

function aDiscovery(fields: Partial<DiscoveryCompleted>): DiscoveryCompleted {
  return {
    integrationId: INTEGRATION.integrationId,
    snapshotRevision: 2,
    connectionRevision: 1,
    revision: 9,
    toolCount: 3,
    tools: [],
    complete: true,
    added: [],
    removed: [],
    changed: [],
    trigger: 'poll',
    ...fields,
  };
}

describe('the audit of a discovery', () => {
  it('has no entry where nothing became different', () => {
    expect(ofCompleted(aDiscovery({ drift: [] }))).toBeNull();
    expect(ofCompleted(aDiscovery({}))).toBeNull();
  });

  it('has one of the first discovery, and of every drift', () => {
    expect(ofCompleted(aDiscovery({ snapshotRevision: 1 }))).toMatchObject({
      action: 'integration.tools_changed',
      actor: { kind: 'system' },
      details: { toolCount: 3, tools: [], isTruncated: false },
    });
    expect(ofCompleted(aDiscovery({ drift: [DRIFT] }))).toMatchObject({ details: { tools: [DRIFT], trigger: 'poll' } });
  });

  it('reads events from before drift was told', () => {
    const details = ofCompleted(aDiscovery({ added: ['a'], removed: ['b'], changed: ['c'] }))?.details;
    expect(details?.['tools']).toEqual([
      { name: 'a', kinds: ['added'] },
      { name: 'b', kinds: ['removed'] },
      { name: 'c', kinds: [] },
    ]);
  });

  it('is bounded, and says that it is', () => {
    const drift = Array.from({ length: 100 }, (_, index) => ({ ...DRIFT, name: `${'x'.repeat(500)}${index}` }));
    const details = ofCompleted(aDiscovery({ drift }))?.details;
    expect(JSON.stringify(details).length).toBeLessThan(10_000);
    expect(details).toMatchObject({ isTruncated: true });
    expect(ofCompleted(aDiscovery({ drift: [DRIFT], complete: false }))?.details).toMatchObject({ isTruncated: true });
  });

  it('has the first of several failures', () => {
    const failure = { ...INTEGRATION, errorCode: 'discovery.timed_out', message: 'm', at: '2026-11-23T10:00:00Z' };
    expect(ofFailed({ ...failure, first: true })).toMatchObject({ action: 'integration.check_failed' });
    expect(ofFailed(failure)).not.toBeNull();
    expect(ofFailed({ ...failure, first: false })).toBeNull();
  });
});

const AUDITED: AuditedRow = {
  id: INTEGRATION.integrationId,
  at: '2026-11-23T10:00:00Z',
  action: 'tool_policy.updated',
  actor: { kind: 'user', id: 'a', name: 'Ann' },
  integrationId: INTEGRATION.integrationId,
  toolName: 'a',
  approvalId: null,
  revision: 7,
  before: '{"enabled":true}',
  after: '{"enabled":fal…',
  requestId: null,
};

describe('the audit of what policy records', () => {
  it('has the texts as they come, whole or cut', () => {
    const { id, at, toolName, revision, before, after } = AUDITED;
    expect(toRecorded(AUDITED)).toMatchObject({
      eventId: id,
      occurredAt: at,
      entry: { way: null, details: { toolName, revision, before, after } },
    });
  });
});

describe('the audit of an event from before actors were told', () => {
  it('names the registry', () => {
    const event = { ...INTEGRATION, displayName: 'T', posture: 'open', connectionRevision: 1, revision: 1 } as const;
    expect(ofRegistered(event).actor).toEqual({
      kind: 'system',
      id: 'integration-registry',
      name: 'Integration registry',
    });
  });
});
