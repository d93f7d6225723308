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
    auth: 'none',
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
    const removed = planUpdate(current({ headersVersion: 2, auth: 'headers' }), { headers: [] });
    expect(removed).toMatchObject({ isMoved: true, isHeadersReplaced: true, patch: { headersVersion: 0 } });
  });

  it('never sends stored headers to a URL that they were not given for', () => {
    const stored = current({ headersVersion: 2, auth: 'headers' });
    expect(planUpdate(stored, { serverUrl: stored.serverUrl, transport: 'sse' })).toMatchObject({
      isHeadersReplaced: false,
    });
    for (const serverUrl of [
      'https://evil.example/mcp',
      'http://jira.example/mcp',
      'https://jira.example:8443/mcp',
      'https://jira.example/another-customer/mcp',
      'https://jira.example/mcp/v2',
      'https://jira.example/mcp?customer=another',
    ]) {
      expect(() => planUpdate(stored, { serverUrl })).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ code: 'headers_required' })] }),
      );
      expect(planUpdate(stored, { serverUrl, headers: [] })).toMatchObject({ patch: { headersVersion: 0 } });
    }
  });

  it('derives the way of authorizing from the headers until somebody chooses OAuth', () => {
    expect(planUpdate(current(), { headers: HEADERS }).patch).toMatchObject({ auth: 'headers' });
    const stored = current({ headersVersion: 2, auth: 'headers' });
    expect(planUpdate(stored, { headers: [] }).patch).toMatchObject({ auth: 'none', headersVersion: 0 });
    expect(planUpdate(stored, { headers: HEADERS }).patch).not.toHaveProperty('auth');
    expect(planUpdate(current({ auth: 'oauth2' }), { headers: HEADERS }).patch).not.toHaveProperty('auth');
  });

  it('removes the stored headers with the switch to none', () => {
    const plan = planUpdate(current({ headersVersion: 2, auth: 'headers' }), { auth: 'none' });
    expect(plan).toMatchObject({ isMoved: true, isHeadersReplaced: true, patch: { auth: 'none', headersVersion: 0 } });
    expect(planUpdate(current(), { auth: 'none', headers: [] })).toMatchObject({ isEmpty: true });
  });

  it('moves the connection with another way of authorizing', () => {
    const plan = planUpdate(current({ headersVersion: 2, auth: 'headers' }), { auth: 'oauth2' });
    expect(plan).toMatchObject({ isMoved: true, isHeadersReplaced: false, patch: { auth: 'oauth2' } });
  });

  it.each<[Parameters<typeof planUpdate>[1], string]>([
    [{ auth: 'none', headers: HEADERS }, '/headers'],
    [{ auth: 'headers' }, '/headers'],
    [{ auth: 'headers', headers: [] }, '/headers'],
    [{ oauth: {} }, '/oauth'],
  ])('is refused where %j contradicts itself', (asked, pointer) => {
    expect(() => planUpdate(current(), asked)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer })] }),
    );
  });
});
