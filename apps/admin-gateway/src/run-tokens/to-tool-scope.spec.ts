import { describe, expect, it } from '@jest/globals';
import { toToolScope } from './to-tool-scope.js';

describe('the scope of a run token', () => {
  const get = { integration: 'Jira', toolNames: ['issue.get'] };
  const asking = { integration: 'Wiki', strictness: 'ask' as const };

  it.each([
    ['everything without any list', { integrations: null }, 'all'],
    ['everything where both are null', { integrations: null, tools: null }, 'all'],
    ['the integrations of who knows no tools', { integrations: ['Jira'] }, [{ integration: 'Jira' }]],
    ['nothing with an empty list of integrations', { integrations: [] }, []],
    ['nothing with an empty list of tools', { integrations: null, tools: [] }, []],
    ['the tools as they are', { integrations: ['Jira', 'Wiki'], tools: [get, asking] }, [get, asking]],
    ['nothing outside of the integrations', { integrations: ['Jira'], tools: [get, asking] }, [get]],
    [
      'none of an integration with an empty list',
      { integrations: null, tools: [{ ...get, toolNames: [] }] },
      [{ integration: 'Jira', toolNames: [] }],
    ],
  ])('is %s', (_, request, expected) => {
    expect(toToolScope(request)).toEqual(expected);
  });

  it('leaves out what is null on the wire', () => {
    const tools = JSON.parse('[{"integration":"Jira","toolNames":null,"strictness":null}]') as {
      integration: string;
    }[];
    expect(toToolScope({ integrations: null, tools })).toEqual([{ integration: 'Jira' }]);
  });
});
