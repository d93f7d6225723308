import { describe, expect, it } from '@jest/globals';
import { HEARTBEAT_WORKSPACES_MAX } from '../limits.js';
import { parseHeartbeat, toHeartbeats } from './heartbeat.js';

function revisions(count: number) {
  return Array.from({ length: count }, (_, index) => ({ workspaceId: `w${index}`, revision: index }));
}

describe('heartbeats', () => {
  it('say that the owner is alive when there is no workspace', () => {
    expect(toHeartbeats([])).toEqual([{ workspaces: [], part: 0, parts: 1 }]);
  });

  it('are split so that each stays small, and together name every workspace', () => {
    const all = revisions(HEARTBEAT_WORKSPACES_MAX * 2 + 1);
    const heartbeats = toHeartbeats(all);
    expect(heartbeats.map(({ part, parts }) => [part, parts])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(heartbeats.flatMap(({ workspaces }) => workspaces)).toEqual(all);
  });

  it('survive the wire', () => {
    const [heartbeat] = toHeartbeats(revisions(2));
    expect(parseHeartbeat(JSON.parse(JSON.stringify(heartbeat)))).toEqual(heartbeat);
  });

  it('may leave the parts out', () => {
    expect(parseHeartbeat({ workspaces: [] })).toEqual({ workspaces: [], part: 0, parts: 1 });
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [{}],
    [{ workspaces: {} }],
    [{ workspaces: [null] }],
    [{ workspaces: [{ workspaceId: 'w' }] }],
    [{ workspaces: [{ workspaceId: 'w', revision: -1 }] }],
    [{ workspaces: [{ workspaceId: 'w', revision: 1.5 }] }],
    [{ workspaces: [{ workspaceId: 1, revision: 1 }] }],
    [{ workspaces: [], part: 1, parts: 1 }],
    [{ workspaces: [], part: 'a', parts: 1 }],
    [{ stream: 'MCP_ROUTER', seq: 4 }],
  ])('are not %j', (json) => {
    expect(parseHeartbeat(json)).toBeUndefined();
  });
});
