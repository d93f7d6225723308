import { describe, expect, it } from '@jest/globals';
import { BINDING_VERSION } from '@countersign/tokens';
import { bindingHashOf } from './call-binding.js';

const EXPIRES = new Date('2026-11-02T10:00:00.000Z');
const call = {
  id: '0192f3a0-0000-7000-8000-000000000001',
  workspaceId: '0192f3a0-0000-7000-8000-000000000002',
  tool: { integrationId: '0192f3a0-0000-7000-8000-000000000003', integrationSlug: 'Jira', toolName: 'issue.delete' },
  connectionRevision: 1,
  definitionHash: 'a'.repeat(64),
  argumentsText: '{"id":7}',
  principal: { kind: 'user', id: 'ada', name: 'Ada' },
} as const;
const hash = bindingHashOf(call, EXPIRES, BINDING_VERSION);

describe('the binding of a call', () => {
  it.each<[string, Partial<typeof call> | object]>([
    ['the call', { id: '0192f3a0-0000-7000-8000-000000000009' }],
    ['the workspace', { workspaceId: '0192f3a0-0000-7000-8000-000000000009' }],
    ['the integration', { tool: { ...call.tool, integrationId: '0192f3a0-0000-7000-8000-000000000009' } }],
    ['the tool', { tool: { ...call.tool, toolName: 'issue__delete' } }],
    ['the connection', { connectionRevision: 2 }],
    ['the definition', { definitionHash: 'b'.repeat(64) }],
    ['the arguments', { argumentsText: '{"id":8}' }],
    ['the principal', { principal: { kind: 'token', id: 'ada', name: 'Ada' } }],
  ])('is another one when %s is', (_what, change) => {
    expect(bindingHashOf({ ...call, ...change }, EXPIRES, BINDING_VERSION)).not.toBe(hash);
  });

  it('is another one when the decision may come later', () => {
    expect(bindingHashOf(call, new Date(EXPIRES.getTime() + 1), BINDING_VERSION)).not.toBe(hash);
  });

  it('stays when only a name that people read has changed', () => {
    const renamed = { ...call, principal: { ...call.principal, name: 'Ada Lovelace' } };
    expect(bindingHashOf(renamed, EXPIRES, BINDING_VERSION)).toBe(hash);
  });

  it('does not exist for a call that names no tool', () => {
    expect(() => bindingHashOf({ ...call, tool: null }, EXPIRES, BINDING_VERSION)).toThrow(/names no tool/);
  });
});
