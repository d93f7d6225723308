import { describe, expect, it } from '@jest/globals';
import { toDiscoveryCompleted } from './to-discovery-completed.js';

const REVISIONS = {
  integrationId: 'i',
  snapshotRevision: 3,
  connectionRevision: 2,
  revision: 9,
  trigger: 'verify',
} as const;
const HASH = 'a'.repeat(64);

function completed(names: readonly string[], added: readonly string[] = []) {
  const tools = names.map((name) => ({ name, definitionHash: HASH }));
  return toDiscoveryCompleted({ ...REVISIONS, tools, diff: { added, removed: [], changed: [] } });
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
    });
  });

  it('carries names and hashes, and nothing else of a tool', () => {
    const tool = { name: 'a', definitionHash: HASH, description: { title: 'secret' } };
    const event = toDiscoveryCompleted({ ...REVISIONS, tools: [tool], diff: { added: [], removed: [], changed: [] } });
    expect(JSON.stringify(event)).not.toContain('secret');
  });

  it('says that it is not complete when there are more', () => {
    const names = Array.from({ length: 101 }, (_, index) => `tool-${index}`);
    const event = completed(names, names);
    expect([event.tools.length, event.added.length, event.toolCount, event.complete]).toEqual([100, 100, 101, false]);
  });

  it('stays under the limit of a message, however long the names become as JSON', () => {
    const names = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(1_024, '\u0000'));
    const tools = names.map((name) => ({ name, definitionHash: HASH }));
    const event = toDiscoveryCompleted({ ...REVISIONS, tools, diff: { added: names, removed: names, changed: names } });
    expect(event.complete).toBe(false);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(220 * 1024);
  });
});
