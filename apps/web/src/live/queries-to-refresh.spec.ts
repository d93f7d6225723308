import { describe, expect, it } from '@jest/globals';
import { queriesToRefresh } from './queries-to-refresh.js';

/** As the live feed names them. */
const NOUNS_BY_KIND = {
  'approval.requested': ['approvals', 'calls', 'runs'],
  'approval.decided': ['approvals', 'calls', 'runs'],
  'approval.expired': ['approvals', 'calls', 'runs'],
  'approval.withdrawn': ['approvals', 'calls', 'runs'],
  'run.started': ['runs'],
  'run.suspended': ['runs'],
  'run.resumed': ['runs'],
  'run.finished': ['runs'],
  'run.cancelled': ['runs'],
  'agent.changed': ['agents'],
  'tool-policies.changed': ['integrations', 'tools'],
  'integration.registered': ['integrations', 'tools'],
  'integration.updated': ['integrations', 'tools'],
  'integration.removed': ['integrations', 'tools'],
  'integration.authorization_changed': ['integrations', 'tools'],
  'discovery.completed': ['integrations', 'tools'],
  'discovery.failed': ['integrations', 'tools'],
  'calls.changed': ['calls'],
} as const;

describe('the queries to refresh', () => {
  it.each(Object.entries(NOUNS_BY_KIND))('are of %s those of %j', (kind, nouns) => {
    expect(queriesToRefresh(kind)).toEqual(nouns.map((noun) => [noun]));
  });

  it('are no statistics for any event: sums are not made anew with every call', () => {
    expect(Object.keys(NOUNS_BY_KIND).flatMap(queriesToRefresh).flat()).not.toContain('statistics');
  });

  it.each(['resync', 'something.new'])('are all of them for %s', (kind) => {
    expect(queriesToRefresh(kind)).toEqual([[]]);
  });
});
