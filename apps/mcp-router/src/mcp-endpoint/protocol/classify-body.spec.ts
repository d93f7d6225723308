import { describe, expect, it } from '@jest/globals';
import { BATCH_MESSAGES_MAX, classifyBody } from './classify-body.js';
import type { McpHeaders } from './mcp-headers.js';

const V = 'io.modelcontextprotocol/protocolVersion';
const C = 'io.modelcontextprotocol/clientCapabilities';
const I = 'io.modelcontextprotocol/clientInfo';
const MODERN = { [V]: '2026-07-28', [C]: {} };

const headers = (version?: string, method?: string, name?: string): McpHeaders => ({ version, method, name });
const request = (method: string, params?: object): object => ({ jsonrpc: '2.0', id: 7, method, params });
const notification = (method: string, params?: object): object => ({ jsonrpc: '2.0', method, params });
const list = (meta?: object): object => request('tools/list', meta === undefined ? {} : { _meta: meta });

describe('classifyBody', () => {
  it.each<[string, unknown, McpHeaders, string]>([
    ['a request that names its revision', list(MODERN), headers('2026-07-28', 'tools/list'), 'modern'],
    ['a request that names none', list(), headers(), 'legacy'],
    ['one with a header of its session', list(), headers('2025-06-18'), 'legacy'],
    ['one with other metadata', list({ progressToken: 1 }), headers(), 'legacy'],
    ['initialize', request('initialize', { protocolVersion: '2025-11-25' }), headers(), 'legacy'],
    [
      'initialize of a modern request',
      request('initialize', { _meta: MODERN }),
      headers('2026-07-28', 'initialize'),
      'modern',
    ],
    ['a notification', notification('notifications/cancelled', {}), headers(), 'legacy'],
    ['a notification under a modern header', notification('notifications/x'), headers('2026-07-28'), 'modern'],
    ['an answer', { jsonrpc: '2.0', id: 1, result: {} }, headers('2026-07-28'), 'legacy'],
    ['an error as an answer', { jsonrpc: '2.0', id: null, error: { code: 1, message: 'x' } }, headers(), 'legacy'],
    ['a batch', [list(), notification('notifications/x')], headers(), 'legacy'],
  ])('takes %s', (_what, body, said, kind) => {
    expect(classifyBody(body, said).kind).toBe(kind);
  });

  it.each<[string, unknown, McpHeaders, number, number | null]>([
    ['no message', { hello: 1 }, headers(), -32_600, null],
    ['another JSON-RPC', { ...list(), jsonrpc: '1.0' }, headers(), -32_600, 7],
    ['an id that is null', { ...list(), id: null }, headers(), -32_600, null],
    ['a fraction as an id', { ...list(), id: 1.5 }, headers(), -32_600, null],
    ['parameters by position', request('tools/list', []), headers(), -32_600, 7],
    ['an empty batch', [], headers(), -32_600, null],
    ['a batch with something else in it', [list(), 7], headers(), -32_600, null],
    ['a batch with a modern request', [list(MODERN)], headers(), -32_600, null],
    ['a batch that begins a session', [request('initialize'), list()], headers(), -32_600, null],
    ['a batch that is too long', Array(BATCH_MESSAGES_MAX + 1).fill(list()), headers(), -32_600, null],
    ['a modern header without metadata', list(), headers('2026-07-28'), -32_602, 7],
    ['metadata without capabilities', list({ [V]: '2026-07-28' }), headers('2026-07-28'), -32_602, 7],
    ['a revision that is no text', list({ ...MODERN, [V]: 1 }), headers('2026-07-28'), -32_602, 7],
    ['a client without a version', list({ ...MODERN, [I]: { name: 'x' } }), headers('2026-07-28'), -32_602, 7],
    ['two revisions', list(MODERN), headers('2025-11-25', 'tools/list'), -32_020, 7],
    ['two methods', list(MODERN), headers('2026-07-28', 'tools/call'), -32_020, 7],
    ['no header of the version', list(MODERN), headers(undefined, 'tools/list'), -32_020, 7],
    ['no header of the method', list(MODERN), headers('2026-07-28'), -32_020, 7],
    ['initialize under a modern header', request('initialize'), headers('2026-07-28'), -32_020, 7],
    [
      'an older revision in metadata',
      list({ ...MODERN, [V]: '2025-11-25' }),
      headers('2025-11-25', 'tools/list'),
      -32_022,
      7,
    ],
    ['a later revision', list({ ...MODERN, [V]: '2030-01-01' }), headers('2030-01-01', 'tools/list'), -32_022, 7],
    [
      'a notification of two revisions',
      notification('notifications/x', { _meta: MODERN }),
      headers('2025-11-25'),
      -32_020,
      null,
    ],
  ])('refuses %s', (_what, body, said, code, id) => {
    expect(classifyBody(body, said)).toMatchObject({ kind: 'refused', id, fault: { code, status: 400 } });
  });

  it.each<[string, string | undefined, boolean]>([
    ['get', 'get', true],
    ['gét', '=?base64?Z8OpdA==?=', true],
    ['=?base64?x', '=?base64?x', true],
    ['get', undefined, false],
    ['get', 'set', false],
    ['get', '=?base64?Z2V0?', false],
    ['get', '=?base64?Z2V=?=', false],
    ['get', '=?base64?/w==?=', false],
  ])('compares the name %s with the header %s', (name, header, isTaken) => {
    const body = request('tools/call', { name, _meta: MODERN });
    expect(classifyBody(body, headers('2026-07-28', 'tools/call', header)).kind).toBe(isTaken ? 'modern' : 'refused');
  });

  it('leaves a call without a name to its method, which says what is missing', () => {
    const body = request('tools/call', { _meta: MODERN });
    expect(classifyBody(body, headers('2026-07-28', 'tools/call')).kind).toBe('modern');
  });
});
