import { describe, expect, it } from '@jest/globals';
import type { AgentToolScope } from './agents.queries.js';
import { NO_CHOICE, toChoices, toScopes } from './tool-choice.js';

const STORED: readonly (readonly [string, readonly AgentToolScope[]])[] = [
  ['nothing', []],
  ['a whole integration', [{ integration: 'Tracker' }]],
  ['a whole integration that asks', [{ integration: 'Tracker', strictness: 'ask' }]],
  ['no tools of an integration', [{ integration: 'Tracker', toolNames: [] }]],
  ['some tools', [{ integration: 'Tracker', toolNames: ['issue.get', 'issue.list'] }]],
  [
    'a whole integration of which some ask',
    [{ integration: 'Tracker' }, { integration: 'Tracker', toolNames: ['issue.delete'], strictness: 'ask' }],
  ],
  [
    'some tools of which some ask',
    [
      { integration: 'Tracker', toolNames: ['issue.get'] },
      { integration: 'Tracker', toolNames: ['issue.delete'], strictness: 'ask' },
      { integration: 'Other' },
    ],
  ],
];

describe('the choice of tools', () => {
  it.each(STORED)('keeps %s as it was stored', (_, scopes) => {
    expect(toScopes(toChoices(scopes))).toEqual(scopes);
  });

  it('keeps the strictest of what several entries say', () => {
    const twice: AgentToolScope[] = [
      { integration: 'T', toolNames: ['a'] },
      { integration: 'T', toolNames: ['a'], strictness: 'ask' },
    ];
    expect(toScopes(toChoices(twice))).toEqual([{ integration: 'T', toolNames: ['a'], strictness: 'ask' }]);
  });

  it('has every chosen tool ask where its integration does', () => {
    const choice = { ...NO_CHOICE, reach: 'some', asks: true, chosen: new Set(['a', 'b']) } as const;
    expect(toScopes(new Map([['T', choice]]))).toEqual([
      { integration: 'T', toolNames: ['a', 'b'], strictness: 'ask' },
    ]);
  });

  it('leaves out what reaches nothing', () => {
    expect(toScopes(new Map([['T', NO_CHOICE]]))).toEqual([]);
  });
});
