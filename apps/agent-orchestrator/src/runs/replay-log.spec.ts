import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { replayLog } from './replay-log.js';

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/runs/suspended-on-one-call.json', import.meta.url), 'utf8'),
) as { readonly log: readonly { readonly event: { readonly type: string }; readonly commands: readonly string[] }[] };
const rows = recorded.log.map(({ event }, index) => ({
  sequence: index + 1,
  type: event.type,
  data: JSON.stringify(event),
}));

describe('the replay of a log', () => {
  it('says after each event what this version would do', () => {
    const expected = recorded.log.map(({ event, commands }, index) => ({
      sequence: index + 1,
      type: event.type,
      commands,
    }));
    expect(replayLog(rows)).toEqual(expected);
  });

  it('names the event that this version cannot read', () => {
    const later = { sequence: rows.length + 1, type: 'run_split', data: '{"type":"run_split"}' };
    expect(() => replayLog([...rows, later])).toThrow(
      `event ${rows.length + 1}: events of type "run_split" are unknown`,
    );
  });
});
