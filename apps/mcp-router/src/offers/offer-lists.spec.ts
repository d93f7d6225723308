import { beforeEach, describe, expect, it } from '@jest/globals';
import { MCP_ENDPOINT_NAMES } from '@countersign/tool-name';
import type { Caller } from '../callers/caller.js';
import { Copies } from '../copies/copies.js';
import { OfferLists } from './offer-lists.js';

const WORKSPACE = 'w';
const HASH = 'a'.repeat(64);

const aCaller = (change: Partial<Caller> = {}): Caller => ({
  workspaceId: WORKSPACE,
  principal: { kind: 'token', id: 't', name: 'T' },
  runId: null,
  tokenId: 'j',
  expiresAtMs: Number.MAX_SAFE_INTEGER,
  agentId: null,
  originTokenId: 'j',
  names: MCP_ENDPOINT_NAMES,
  strictnessOf: () => 'allow' as const,
  holdMs: 0,
  reaches: () => true,
  reads: () => true,
  ...change,
});

describe('the list of what a token may see', () => {
  let copies: Copies;
  let lists: OfferLists;

  const setTool = (
    slug: string,
    toolName: string,
    policy: Record<string, unknown> = {},
    definitionHash = HASH,
  ): void => {
    const change = { integrationId: slug, slug, connectionRevision: 1, removed: false };
    copies.catalogue.apply(WORKSPACE, [
      { ...change, revision: 1, toolName: null, definitionHash: null },
      { ...change, revision: 2, toolName, definitionHash },
    ]);
    const document = { toolName, definitionHash, ...policy };
    copies.policy.apply(WORKSPACE, [
      { revision: 1, kind: 'integration', integrationId: slug, policy: { posture: 'open' } },
      { revision: 2, kind: 'tool', integrationId: slug, toolName, policy: document },
    ]);
    copies.changes.changed(WORKSPACE);
  };

  beforeEach(() => {
    copies = new Copies();
    lists = new OfferLists(copies);
    setTool('Jira', 'get');
    setTool('Wiki', 'page');
  });

  it('is made once while nothing changes', () => {
    const caller = aCaller();
    expect(lists.of(caller)).toBe(lists.of(caller));
    expect(lists.of(caller).offers.map(({ exposedName }) => exposedName)).toEqual(['Jira__get', 'Wiki__page']);
  });

  it('has another hash when a tool comes, goes or is defined anew, and no other reason', () => {
    const caller = aCaller();
    const before = lists.of(caller).hash;
    setTool('Jira', 'get', { requiresApproval: true });
    expect(lists.of(caller).hash).toBe(before);
    const hashes = [before];
    for (const change of [
      () => setTool('Jira', 'new'),
      () => setTool('Jira', 'new', { enabled: false }),
      () => setTool('Wiki', 'page', {}, 'b'.repeat(64)),
    ]) {
      change();
      hashes.push(lists.of(caller).hash);
    }
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[2]).toBe(before);
  });

  it('is that of its own token: of its reach and of its names', () => {
    const all = lists.of(aCaller());
    const narrow = lists.of(aCaller({ tokenId: 'k', reaches: (slug) => slug === 'Jira' }));
    expect(narrow.offers.map(({ exposedName }) => exposedName)).toEqual(['Jira__get']);
    const prefixed = lists.of(aCaller({ tokenId: 'l', names: { prefix: 'p_', budget: 64 } }));
    expect(new Set([all.hash, narrow.hash, prefixed.hash]).size).toBe(3);
    expect(lists.of(aCaller({ tokenId: 'm' })).hash).toBe(all.hash);
  });

  it('is forgotten when others need the room, also where all of them are empty', () => {
    lists = new OfferLists(copies, 10);
    const nothing = (tokenId: string): Caller => aCaller({ tokenId, reaches: () => false });
    const first = lists.of(nothing('first'));
    expect(lists.of(nothing('first'))).toBe(first);
    for (let count = 0; count < 10; count += 1) lists.of(nothing(`other ${count}`));
    expect(lists.of(nothing('first'))).not.toBe(first);
  });
});
