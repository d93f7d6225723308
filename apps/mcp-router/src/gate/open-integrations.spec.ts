import { beforeEach, describe, expect, it } from '@jest/globals';
import { MCP_ENDPOINT_NAMES } from '@countersign/tool-name';
import { Copies } from '../copies/copies.js';
import { findOpenIntegration, openIntegrations } from './open-integrations.js';

const WORKSPACE = 'w';
const ON = { posture: 'open', prompts: true, resources: true };

describe('the integrations that are open for more than tools', () => {
  let copies: Copies;
  const reader = { workspaceId: WORKSPACE, names: MCP_ENDPOINT_NAMES, reads: () => true };

  const connect = (slug: string, connectionRevision = 1, removed = false): void =>
    copies.catalogue.apply(WORKSPACE, [
      { integrationId: slug, slug, connectionRevision, removed, revision: 1, toolName: null, definitionHash: null },
    ]);
  const decide = (slug: string, policy: Record<string, unknown>, connectionRevision?: number): void => {
    const about = connectionRevision === undefined ? {} : { connectionRevision };
    copies.policy.apply(WORKSPACE, [{ revision: 1, kind: 'integration', integrationId: slug, policy, ...about }]);
  };
  const open = (kind: 'prompts' | 'resources', change: object = {}): string[] =>
    openIntegrations(copies, { ...reader, ...change }, kind).map(({ slug }) => slug);

  beforeEach(() => {
    copies = new Copies();
    for (const slug of ['Wiki', 'Jira']) connect(slug);
  });

  it('are none until somebody switches one on, each kind by itself', () => {
    expect(open('prompts')).toEqual([]);
    decide('Jira', { posture: 'open', prompts: true });
    decide('Wiki', ON);
    expect([open('prompts'), open('resources')]).toEqual([['Jira', 'Wiki'], ['Wiki']]);
  });

  it('are not those with a policy that cannot be read, or that are removed', () => {
    decide('Jira', { ...ON, prompts: 'yes' });
    decide('Wiki', ON);
    expect(open('prompts')).toEqual(['Wiki']);
    connect('Wiki', 1, true);
    expect(open('prompts')).toEqual([]);
  });

  it('are only those that the token reads, and the one whose names stand alone', () => {
    for (const slug of ['Jira', 'Wiki']) decide(slug, ON);
    expect(open('resources', { reads: (slug: string) => slug === 'Wiki' })).toEqual(['Wiki']);
    expect(open('resources', { names: { ...MCP_ENDPOINT_NAMES, bareSlug: 'Jira' } })).toEqual(['Jira']);
  });

  it('are not those that were pointed at another server until policy has heard of it', () => {
    decide('Jira', ON, 1);
    expect(open('prompts')).toEqual(['Jira']);
    connect('Jira', 2);
    expect(open('prompts')).toEqual([]);
    decide('Jira', ON, 2);
    expect(open('prompts')).toEqual(['Jira']);
  });

  it('are found by a slug whose case a client may have changed, and by no other', () => {
    decide('Jira', ON);
    expect(findOpenIntegration(copies, reader, 'prompts', 'jira')?.slug).toBe('Jira');
    expect(findOpenIntegration(copies, reader, 'prompts', 'wiki')).toBeUndefined();
  });
});
