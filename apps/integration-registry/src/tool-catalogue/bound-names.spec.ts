import { describe, expect, it } from '@jest/globals';
import type { DiscoveredTool } from '../discovery/discovered-server.js';
import { boundNames, NAMES_KEPT_MAX } from './bound-names.js';

const tool = (name: string): DiscoveredTool => ({
  name,
  description: { title: null, description: null, inputSchema: {}, outputSchema: null, annotations: null },
  definitionHash: name,
  flags: [],
});
const listing = { tools: ['new', 'old', 'newer'].map(tool), warnings: [] };
const known = (count: number) => ({ has: (name: string) => name === 'old', count });

describe('the names of an integration', () => {
  it('are all taken while there is room', () => {
    expect(boundNames(listing, known(NAMES_KEPT_MAX - 2))).toBe(listing);
  });

  it('are taken in their order as far as there is room, and known ones always', () => {
    const bounded = boundNames(listing, known(NAMES_KEPT_MAX - 1));
    expect(bounded.tools.map(({ name }) => name)).toEqual(['new', 'old']);
    expect(bounded.warnings).toEqual([
      { code: 'tool.too_many_names', message: expect.stringContaining('1 new tools were not taken') },
    ]);
    expect(boundNames(listing, known(NAMES_KEPT_MAX)).tools.map(({ name }) => name)).toEqual(['old']);
  });
});
