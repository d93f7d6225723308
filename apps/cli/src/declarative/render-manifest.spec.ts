import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TOOL_NAME_BYTES_MAX } from '@countersign/tool-name';
import fc from 'fast-check';
import type { AgentForm, IntegrationForm, Manifest, ToolForm } from './manifest.js';
import { parseManifest } from './parse-manifest.js';
import { renderManifest } from './render-manifest.js';

/** Every odd name that the codec is tested with. */
const FIXTURES = readFileSync(new URL('../../../../libs/tool-name/fixtures/valid.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => JSON.parse(line.split('\t')[3] ?? '""') as string);
/** What YAML has a meaning of its own for. */
const YAML_NAMES = [
  'true',
  'no',
  'null',
  '~',
  '12',
  '1e3',
  '0x1f',
  '<<',
  '- a',
  '? a',
  'a: b',
  '# a',
  '&a',
  '*a',
  '!a',
  '|',
  '>',
  '%a',
  '@a',
  '`a',
  '"',
  "'",
  '---',
  '...',
  '=',
  ' a',
  'a ',
  '[',
  '{}',
  '__proto__',
  'constructor',
  '2026-11-24',
  '\u0085',
  '\u00a0',
  '\ufeff',
  '\u2029',
  '\ud83d\ude00',
];

const toolName = fc
  .oneof(
    fc.constantFrom(...FIXTURES, ...YAML_NAMES),
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  )
  .filter((name) => name !== '' && Buffer.byteLength(name) <= TOOL_NAME_BYTES_MAX);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom('a', ' ', '\n', '\t', '#', '\r', ':'), { maxLength: 40 }).map((parts) => parts.join('')),
);
const toolForm: fc.Arbitrary<ToolForm> = fc.record(
  {
    enabled: fc.boolean(),
    requiresApproval: fc.boolean(),
    idempotent: fc.boolean(),
    approval: fc.record(
      { approverGroup: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const integration: fc.Arbitrary<IntegrationForm> = fc.record(
  {
    url: fc.webUrl({ validSchemes: ['https'] }),
    displayName: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
    description: text,
    policy: fc.record({ posture: fc.constantFrom('off', 'open') }),
    headers: fc.constant(new Map([['X-Key', 'Bearer ${env:KEY}']])),
    tools: fc.array(fc.tuple(toolName, toolForm), { maxLength: 20 }).map((entries) => new Map(entries)),
  },
  { requiredKeys: ['url'] },
);
const SCOPES: AgentForm['tools'] = [{ integration: 'Jira', toolNames: ['a'] }];
const manifest: fc.Arbitrary<Manifest> = fc.record({
  groups: fc.array(fc.tuple(toolName, fc.record({ description: text })), { maxLength: 3 }).map(uniqueByCase),
  integrations: integration.map((form) => new Map([['Jira', form]])),
  agents: fc
    .array(fc.tuple(toolName, fc.record({ instructions: text, tools: fc.constantFrom(null, SCOPES) })), {
      maxLength: 3,
    })
    .map((entries) => new Map(entries)),
});

function uniqueByCase<T>(entries: [string, T][]): Map<string, T> {
  const seen = new Set<string>();
  return new Map(entries.filter(([name]) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase())));
}

describe('a manifest that is written', () => {
  it('is read as the same one, whatever its names and texts are, and written as the same text again', () => {
    fc.assert(
      fc.property(manifest, (one) => {
        const written = renderManifest(one);
        const read = parseManifest(written, 'f.yaml');
        expect(read).toEqual(one);
        expect(renderManifest(read)).toBe(written);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every name that the codec knows, in its order', () => {
    const names = [...new Set([...FIXTURES, ...YAML_NAMES])];
    const tools = new Map(names.map((name) => [name, { enabled: true }]));
    const written = renderManifest({ integrations: new Map([['Jira', { url: 'https://a', tools }]]) });
    expect([...(parseManifest(written, 'f').integrations?.get('Jira')?.tools?.keys() ?? [])]).toEqual(names);
  });

  it('shows no character that nobody sees', () => {
    const tools = new Map([['a\u202eb\u200b\u0000\u2028\ufeff\ufe0f\u115f\u2800\u{e0041}\t', {}]]);
    const written = renderManifest({ integrations: new Map([['Jira', { url: 'https://a', tools }]]) });
    expect(written).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u);
    expect(parseManifest(written, 'f').integrations?.get('Jira')?.tools).toEqual(tools);
  });

  it('writes a remark beside what it is about', () => {
    const tools = new Map([['a.b', { enabled: true }]]);
    const one = { integrations: new Map([['Jira', { url: 'https://a', tools }]]) };
    const written = renderManifest(
      one,
      [{ path: ['integrations', 'Jira', 'tools', 'a.b'], text: 'missing' }],
      'By hand',
    );
    expect(written).toContain('      a.b: { enabled: true } # missing\n');
    expect(written.startsWith('# By hand\nversion: 1\n')).toBe(true);
  });
});
