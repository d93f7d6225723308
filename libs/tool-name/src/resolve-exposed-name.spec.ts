import { describe, expect, it, jest } from '@jest/globals';
import { findCollisions } from './find-collisions.js';
import {
  collidingToolNames,
  decodeExposedName,
  encodeExposedName,
  HOSTED_AGENT_NAMES,
  MCP_ENDPOINT_NAMES,
  resolveExposedName,
} from './index.js';
import { matchDigestForm } from './match-digest-form.js';

const LONG = 'issue.attachments.download.everything';
const LONG_EXPOSED = 'Jira__issue_x2Eattachments_he2qf2g32c3zrzyqs';

describe('rule 4: a plain form speaks for itself', () => {
  it('never asks for the known tools', () => {
    const knownToolNames = jest.fn(() => []);
    const ref = resolveExposedName('mcp__Jira__issue_x2Eget', HOSTED_AGENT_NAMES, knownToolNames);
    expect(ref).toEqual({ integrationSlug: 'Jira', toolName: 'issue.get' });
    expect(knownToolNames).not.toHaveBeenCalled();
  });

  it('keeps issue.get and issue__get apart, both ways', () => {
    const back = ['issue.get', 'issue__get', 'issue_get', 'issue_x2Eget'].map((toolName) => {
      const name = encodeExposedName({ integrationSlug: 'Jira', toolName }, MCP_ENDPOINT_NAMES);
      return resolveExposedName(name, MCP_ENDPOINT_NAMES, () => []).toolName;
    });
    expect(back).toEqual(['issue.get', 'issue__get', 'issue_get', 'issue_x2Eget']);
  });
});

describe('rule 5: digest forms', () => {
  it('does not decode by itself', () => {
    const decoded = decodeExposedName(LONG_EXPOSED, MCP_ENDPOINT_NAMES);
    expect(decoded).toEqual({ kind: 'digest', integrationSlug: 'Jira', digest: 'e2qf2g32c3zrzyqs' });
  });

  it('resolves among the known tools of its slug, and asks for that slug alone', () => {
    const knownToolNames = jest.fn(() => ['getIssue', `${LONG}2`, LONG, LONG]);
    const ref = resolveExposedName(LONG_EXPOSED, MCP_ENDPOINT_NAMES, knownToolNames);
    expect(ref).toEqual({ integrationSlug: 'Jira', toolName: LONG });
    expect(knownToolNames.mock.calls).toEqual([['Jira']]);
  });

  it('is an error when no known tool matches, never a similar one', () => {
    const siblings = [`${LONG}2`, LONG.toUpperCase(), 'issue.attachments'];
    const resolve = () => resolveExposedName(LONG_EXPOSED, MCP_ENDPOINT_NAMES, () => siblings);
    expect(resolve).toThrow(expect.objectContaining({ code: 'unknown_digest' }));
  });

  it('does not resolve the same tool name of another slug', () => {
    const name = LONG_EXPOSED.replace('Jira', 'jira');
    const resolve = () => resolveExposedName(name, MCP_ENDPOINT_NAMES, () => [LONG]);
    expect(resolve).toThrow(expect.objectContaining({ code: 'unknown_digest' }));
  });

  it('does not resolve a right digest behind a wrong beginning', () => {
    const name = LONG_EXPOSED.replace('attachments', 'attachmentz');
    const resolve = () => resolveExposedName(name, MCP_ENDPOINT_NAMES, () => [LONG]);
    expect(resolve).toThrow(expect.objectContaining({ code: 'unknown_digest' }));
  });

  it('does not pass off a tool whose raw name looks like the digest form of another', () => {
    const impostor = LONG_EXPOSED.replace('Jira__', '');
    const options = { prefix: '', budget: 64 };
    const name = encodeExposedName({ integrationSlug: 'Jira', toolName: impostor }, options);
    expect(name).not.toBe(LONG_EXPOSED);
    expect(resolveExposedName(name, options, () => [LONG, impostor]).toolName).toBe(impostor);
  });

  // Nobody can produce 80-bit collisions for a test, so these two take an encoding with fewer bits.
  it('is an error when more than one known tool matches', () => {
    const match = () => matchDigestForm('a', ['ab', 'b', 'ac'], (toolName) => toolName.charAt(0));
    expect(match).toThrow(expect.objectContaining({ code: 'ambiguous_digest' }));
    expect(matchDigestForm('b', ['ab', 'b', 'ac', 'b'], (toolName) => toolName.charAt(0))).toBe('b');
  });

  it('withholds all names that collide, and no other', () => {
    const colliding = findCollisions(['ab', 'b', 'ac', 'b', 'ad', 'cd'], (toolName) => toolName.charAt(0));
    expect([...colliding]).toEqual(['ab', 'ac', 'ad']);
  });

  it('withholds nothing where nothing collides', () => {
    const names = ['issue.get', 'issue__get', LONG, LONG, `${LONG}2`];
    expect(collidingToolNames('Jira', names, MCP_ENDPOINT_NAMES).size).toBe(0);
  });
});

describe('rule 8: what cannot be encoded', () => {
  it.each([
    [{ integrationSlug: 'mcp', toolName: 'a' }, MCP_ENDPOINT_NAMES, 'bad_slug'],
    [{ integrationSlug: 'Jira', toolName: '' }, MCP_ENDPOINT_NAMES, 'empty'],
    [{ integrationSlug: 'Jira', toolName: '\ud800' }, MCP_ENDPOINT_NAMES, 'malformed'],
    [{ integrationSlug: 'Jira', toolName: 'a'.repeat(1025) }, MCP_ENDPOINT_NAMES, 'too_long'],
    [{ integrationSlug: 'Jira', toolName: 'a' }, { prefix: '', budget: 43 }, 'bad_budget'],
    [{ integrationSlug: 'Jira', toolName: 'a' }, { prefix: 'mcp__', budget: 48 }, 'bad_budget'],
    [{ integrationSlug: 'Jira', toolName: 'a' }, { prefix: 'a.', budget: 64 }, 'bad_prefix'],
  ])('refuses %j with %j as %s', (ref, options, code) => {
    expect(() => encodeExposedName(ref, options)).toThrow(expect.objectContaining({ code }));
  });
});
