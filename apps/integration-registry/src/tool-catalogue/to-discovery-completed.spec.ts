import { describe, expect, it } from '@jest/globals';
import type { ToolDifference } from './drift/classify-tool.js';
import { toDiscoveryCompleted } from './to-discovery-completed.js';

const REVISIONS = {
  integrationId: 'i',
  snapshotRevision: 3,
  connectionRevision: 2,
  revision: 9,
  trigger: 'verify',
} as const;
const HASH = 'a'.repeat(64);
const NO_DRIFT = { differences: [], total: 0 };

function completed(names: readonly string[], added: readonly string[] = []) {
  const tools = names.map((name) => ({ name, definitionHash: HASH }));
  return toDiscoveryCompleted({ ...REVISIONS, tools, diff: { added, removed: [], changed: [] }, drift: NO_DRIFT });
}

function aDifference(name: string): ToolDifference {
  const [kinds, warnings] = [['added' as const], ['invisible' as const]];
  return { name, kinds, warnings, beforeHash: null, afterHash: HASH, differences: [], truncated: false };
}

describe('the event of a discovery', () => {
  it('names every tool while they are few', () => {
    expect(completed(['a', 'b'], ['b'])).toEqual({
      ...REVISIONS,
      toolCount: 2,
      tools: [
        { name: 'a', definitionHash: HASH },
        { name: 'b', definitionHash: HASH },
      ],
      complete: true,
      added: ['b'],
      removed: [],
      changed: [],
      drift: [],
    });
  });

  it('carries names and hashes and what became different, and nothing else of a tool', () => {
    const tool = { name: 'a', definitionHash: HASH, description: { title: 'secret' } };
    const differences = [{ pointer: '/title', operation: 'changed', before: '"secret"', after: '"secret"' } as const];
    const drifted = { ...aDifference('a'), kinds: ['title_changed' as const], differences };
    const event = toDiscoveryCompleted({
      ...REVISIONS,
      tools: [tool],
      diff: { added: [], removed: [], changed: ['a'] },
      drift: { differences: [drifted], total: 1 },
    });
    expect(event).toMatchObject({
      complete: true,
      drift: [{ name: 'a', kinds: ['title_changed'], warnings: ['invisible'] }],
    });
    expect(JSON.stringify(event)).not.toContain('secret');
  });

  it('is not complete when there is more drift than it carries', () => {
    const differences = Array.from({ length: 101 }, (_, index) => aDifference(`tool-${index}`));
    const diff = { added: [], removed: [], changed: [] };
    const event = toDiscoveryCompleted({ ...REVISIONS, tools: [], diff, drift: { differences, total: 101 } });
    expect([event.drift?.length, event.complete]).toEqual([100, false]);
  });

  it('says that it is not complete when there are more', () => {
    const names = Array.from({ length: 101 }, (_, index) => `tool-${index}`);
    const event = completed(names, names);
    expect([event.tools.length, event.added.length, event.toolCount, event.complete]).toEqual([100, 100, 101, false]);
  });

  it('stays under the limit of a message, however long the names become as JSON', () => {
    const names = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(1_024, '\u0000'));
    const tools = names.map((name) => ({ name, definitionHash: HASH }));
    const diff = { added: names, removed: names, changed: names };
    const drift = { differences: names.map(aDifference), total: names.length };
    const event = toDiscoveryCompleted({ ...REVISIONS, tools, diff, drift });
    expect(event.complete).toBe(false);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(220 * 1024);
  });
});
