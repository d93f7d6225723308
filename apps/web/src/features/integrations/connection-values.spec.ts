import { describe, expect, it } from '@jest/globals';
import {
  movesConnection,
  NEW_INTEGRATION,
  problemOfUrl,
  toConnection,
  toRegistration,
  toUpdate,
} from './connection-values.js';

const JIRA = { ...NEW_INTEGRATION, displayName: 'Jira', slug: 'Jira', serverUrl: 'https://jira.example.com/mcp' };

describe('what the API is asked to connect to', () => {
  it('holds what belongs to the chosen way to authorize, and nothing else', () => {
    const headers = [
      { key: '0', name: 'Authorization', value: 'Bearer x' },
      { key: '1', name: '', value: '' },
    ];
    const values = { ...JIRA, headers, clientId: 'me', scopes: ['read'] };
    expect(toConnection(values)).not.toHaveProperty('headers');
    expect(toConnection({ ...values, auth: 'headers' })).toMatchObject({
      headers: [{ name: 'Authorization', value: 'Bearer x' }],
    });
    expect(toConnection({ ...values, auth: 'oauth2' }).oauth).toEqual({ clientId: 'me', scopes: ['read'] });
  });

  it('leaves the posture to the API where the person may not decide it', () => {
    expect(toRegistration(JIRA, true).posture).toBe('open');
    expect(toRegistration(JIRA, false)).not.toHaveProperty('posture');
  });
});

describe('what a change of settings sends', () => {
  it('is only what is different', () => {
    expect(toUpdate(JIRA, JIRA)).toEqual({});
    expect(toUpdate({ ...JIRA, displayName: ' Jira EU ' }, JIRA)).toEqual({ displayName: 'Jira EU' });
  });

  it('moves the connection with another address or other credentials, and not with another name', () => {
    expect(movesConnection(toUpdate({ ...JIRA, serverUrl: 'https://other.example.com' }, JIRA))).toBe(true);
    expect(movesConnection(toUpdate({ ...JIRA, auth: 'oauth2' }, JIRA))).toBe(true);
    const keyed = { ...JIRA, auth: 'headers' as const, headers: [] };
    const renewed = { ...keyed, headers: [{ key: '0', name: 'x-api-key', value: 'new' }] };
    expect(movesConnection(toUpdate(renewed, keyed))).toBe(true);
    expect(movesConnection(toUpdate({ ...JIRA, displayName: 'Other', timeoutSeconds: 9 }, JIRA))).toBe(false);
  });

  it('keeps stored headers where none is written', () => {
    const stored = { ...JIRA, auth: 'headers' as const, headers: [] };
    expect(toUpdate({ ...stored, timeoutSeconds: 90 }, stored)).toEqual({ timeoutSeconds: 90 });
  });
});

describe('an address', () => {
  it.each([
    ['https://mcp.example.com/mcp', null],
    [' http://127.0.0.1:7450/mcp ', null],
    ['', 'Say where the server is.'],
    ['example.com/mcp', 'That is no address: it begins with https:// or http://.'],
    ['file:///etc/passwd', 'Only https:// and http:// can be reached.'],
    ['https://me:secret@example.com', 'Credentials do not belong into the address: set them below.'],
  ])('%j: %j', (url, problem) => {
    expect(problemOfUrl(url)).toBe(problem);
  });
});
