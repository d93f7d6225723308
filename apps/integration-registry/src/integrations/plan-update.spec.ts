import { describe, expect, it } from '@jest/globals';
import { Integration } from './integration.entity.js';
import { planUpdate } from './plan-update.js';

function current(fields: Partial<Integration> = {}): Integration {
  return Object.assign(new Integration(), {
    displayName: 'Jira',
    description: '',
    serverUrl: 'https://jira.example/mcp',
    transport: 'auto',
    timeoutSeconds: 60,
    connectionRevision: 4,
    headersVersion: 0,
    ...fields,
  });
}

const HEADERS = [{ name: 'X-Key', value: 'v' }];

describe('the plan of an update', () => {
  it('is empty when nothing would be different', () => {
    const asked = { displayName: 'Jira', serverUrl: 'https://jira.example/mcp', headers: [] };
    expect(planUpdate(current(), asked)).toMatchObject({ isEmpty: true, isMoved: false, patch: {} });
    expect(planUpdate(current(), {})).toMatchObject({ isEmpty: true });
  });

  it('moves nothing for names and time-outs', () => {
    const plan = planUpdate(current(), { displayName: 'Jira 2', description: 'x', timeoutSeconds: 5 });
    expect(plan).toMatchObject({ isMoved: false, isEmpty: false });
    expect(plan.patch).toEqual({ displayName: 'Jira 2', description: 'x', timeoutSeconds: 5 });
  });

  it('moves the connection for its URL, its transport and its headers', () => {
    const url = planUpdate(current(), { serverUrl: 'https://jira.example/v2' });
    expect(url).toMatchObject({ isMoved: true, isHeadersReplaced: false, patch: { connectionRevision: 5 } });
    expect(planUpdate(current(), { transport: 'streamable-http' })).toMatchObject({ isMoved: true });
    const headers = planUpdate(current(), { headers: HEADERS });
    expect(headers).toMatchObject({ isMoved: true, patch: { connectionRevision: 5, headersVersion: 5 } });
    const removed = planUpdate(current({ headersVersion: 2 }), { headers: [] });
    expect(removed).toMatchObject({ isMoved: true, isHeadersReplaced: true, patch: { headersVersion: 0 } });
  });

  it('keeps stored headers on the same origin and never sends them to another', () => {
    const stored = current({ headersVersion: 2 });
    expect(planUpdate(stored, { serverUrl: 'https://jira.example/v2' })).toMatchObject({ isHeadersReplaced: false });
    for (const serverUrl of ['https://evil.example/mcp', 'http://jira.example/mcp', 'https://jira.example:8443/mcp']) {
      expect(() => planUpdate(stored, { serverUrl })).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ code: 'headers_required' })] }),
      );
      expect(planUpdate(stored, { serverUrl, headers: [] })).toMatchObject({ patch: { headersVersion: 0 } });
    }
  });
});
