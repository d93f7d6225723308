import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { anIntegration } from './builders.fixture-spec.js';
import { readToolRows, toToolForms } from './tool-rows.js';

/** A document of each shape that was ever stored. */
const SHAPES = new URL('../../../policy/fixtures/stored-tool-policies/', import.meta.url);

const forms = (rows: object[], tools: Parameters<typeof anIntegration>[1], loosen = false) =>
  Object.fromEntries(toToolForms(readToolRows(JSON.stringify(rows)).rows, anIntegration('Jira', tools), loosen));

describe('stored tool rows', () => {
  it('are read in every shape that they ever had', () => {
    for (const file of readdirSync(SHAPES)) {
      const { document } = JSON.parse(readFileSync(new URL(file, SHAPES), 'utf8')) as { document: object };
      expect(readToolRows(JSON.stringify([document]))).toMatchObject({
        rows: [{ toolName: 'issue.get' }],
        problems: [],
      });
    }
  });

  it('may be under "tools"', () => {
    expect(readToolRows('{"tools": [{"name": "a", "description": ""}]}').rows).toHaveLength(1);
    expect(() => readToolRows('{"name": "a"}')).toThrow('no list of tool rows');
    expect(() => readToolRows('[')).toThrow('not JSON');
  });

  it('that nobody can read do not keep their siblings back', () => {
    const { rows, problems } = readToolRows(
      '[{"name": 5}, {"name": "a"}, {"name": "a"}, {"name": "b", "enabled": "no"}]',
    );
    expect(rows.map(({ toolName }) => toolName)).toEqual(['a']);
    expect(problems).toHaveLength(3);
  });

  it('open nothing that is closed here', () => {
    const rows = [
      { name: 'off', description: '' },
      { name: 'asks', description: '' },
      { toolName: 'open', enabled: false, requiresApproval: true },
    ];
    expect(forms(rows, { off: { enabled: false }, asks: { requiresApproval: true }, open: {} })).toEqual({
      off: { enabled: false, requiresApproval: false },
      asks: { enabled: true, requiresApproval: true },
      open: { enabled: false, requiresApproval: true },
    });
  });

  it('open it where that is meant', () => {
    const rows = [{ name: 'off', description: '' }];
    expect(forms(rows, { off: { enabled: false } }, true)).toEqual({
      off: { enabled: true, requiresApproval: false, idempotent: false },
    });
  });

  it('leave whom a tool asks here as it is', () => {
    const rows = [{ toolName: 'a', approval: { approverGroup: 'Theirs', expiresInSeconds: 60 } }];
    expect(forms(rows, { a: { approval: { approverGroup: 'Ours' } } })['a']?.approval).toEqual({
      expiresInSeconds: 60,
    });
  });
});
