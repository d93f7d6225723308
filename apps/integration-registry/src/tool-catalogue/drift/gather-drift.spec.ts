import { describe, expect, it } from '@jest/globals';
import type { ToolDifference } from './classify-tool.js';
import { DriftGatherer } from './gather-drift.js';

function aDifference(name: string, warnings: ToolDifference['warnings'] = []): ToolDifference {
  return { name, kinds: ['added'], warnings, beforeHash: null, afterHash: null, differences: [], truncated: false };
}

describe('gathering drift', () => {
  it('puts warnings first, and keeps what fits', () => {
    const gatherer = new DriftGatherer(3);
    for (const name of ['a', 'b', 'c', 'd']) gatherer.add(aDifference(name));
    gatherer.add(aDifference('w', ['invisible']));
    const { differences, total } = gatherer.result();
    expect([differences.map(({ name }) => name), total]).toEqual([['w', 'a', 'b'], 5]);
  });
});
