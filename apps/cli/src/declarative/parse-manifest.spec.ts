import { describe, expect, it } from '@jest/globals';
import { CliError } from '../cli.errors.js';
import { parseManifest } from './parse-manifest.js';

const refusalOf = (text: string): string => {
  try {
    parseManifest(text, 'f.yaml');
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
};

describe('a manifest', () => {
  it('is read with its names as they are', () => {
    const { integrations } = parseManifest(
      'version: 1\nintegrations:\n  Jira:\n    url: https://jira.example/mcp\n    tools: { issue.get: { enabled: false }, __proto__: {} }\n',
      'f.yaml',
    );
    expect([...(integrations?.get('Jira')?.tools?.keys() ?? [])]).toEqual(['issue.get', '__proto__']);
  });

  it('is JSON too', () => {
    expect(parseManifest('{"version":1,"groups":{"a":{"members":[]}}}', 'f.json').groups?.get('a')).toEqual({
      members: [],
    });
  });

  it.each([
    [
      'an unknown field',
      'version: 1\ngroups:\n  a:\n    member: []',
      'f.yaml:4:5: groups › a › member is not known here',
    ],
    ['a field twice', 'version: 1\ngroups: {a: {}, a: {}}', 'f.yaml:2:17: groups › a is there twice'],
    ['an alias', 'version: 1\ngroups: {a: &x {}, b: *x}', 'f.yaml:2:23: groups › b is an alias'],
    ['a merge key', 'version: 1\ngroups: {<<: {a: {}}}', 'f.yaml:2:15: groups › << › a is not known here'],
    ['a tag', 'version: 1\ngroups: !!omap []', 'f.yaml:2:16: groups has a tag'],
    [
      'a key that is a number',
      'version: 1\ngroups: {12: {}}',
      'f.yaml:2:10: groups has a key that is no text: write it in quotes',
    ],
    ['a number for a text', 'version: 1\ngroups: {a: {description: 5}}', 'must be text: write it in quotes'],
    ['nothing for a section', 'version: 1\ngroups:\n', 'groups is empty, and must be a map'],
    ['a missing field', 'version: 1\nintegrations: {Jira: {}}', 'f.yaml:2:22: integrations › Jira lacks "url"'],
    [
      'a number out of bounds',
      'version: 1\nintegrations: {J: {url: "https://a", timeoutSeconds: 301}}',
      'must be 300 or less',
    ],
    ['another version', 'version: 2', 'f.yaml:1:10: version must be 1'],
    ['no version', 'groups: {}', 'the file lacks "version"'],
    ['a second document', 'version: 1\n---\nversion: 1', 'a second document begins'],
    ['nothing', '', 'the file is empty'],
    ['deep nesting', '['.repeat(200_000), 'f.yaml:1:'],
    [
      'what is no slug',
      'version: 1\nintegrations: {mcp: {url: "https://a"}}',
      'f.yaml:2:16: integrations › mcp is no name here: a slug is',
    ],
    [
      'slugs that differ in case',
      'version: 1\nintegrations: {J: {url: "https://a"}, j: {url: "https://a"}}',
      'j is J again',
    ],
    [
      'a tool name that is too long',
      `version: 1\nintegrations: {J: {url: "https://a", tools: {${'x'.repeat(1_025)}: {}}}}`,
      'at most 1024 bytes',
    ],
    ['half of a character', 'version: 1\ngroups: {a: {description: "\\ud800"}}', 'half of a character'],
  ])('with %s is refused, and says where', (_what, text, message) => {
    expect(refusalOf(text)).toContain(message);
  });

  it.each([
    [
      'version: 1\nintegrations: {J: {url: "https://a", headers: {A: hunter2}}}',
      'f.yaml:2:48: integrations › J › headers › A is a secret',
    ],
    [
      'version: 1\nintegrations: {J: {url: "https://a", headers: {A: "${vault:hunter2}"}}}',
      'neither ${env:NAME} nor ${file:path}',
    ],
    [
      'version: 1\nintegrations: {J: {url: "https://a", oauth: {clientSecret: hunter2}}}',
      'oauth › clientSecret is a secret',
    ],
    [
      'version: 1\nwebhooks: {S: {url: "https://a/hunter2", events: [], format: slack}}',
      'webhooks › S › url is a secret',
    ],
    ['version: 1\nintegrations: {J: {url: "https://a", headers: hunter2}}', 'headers must be a map'],
  ])('with a secret in it is refused without telling it: %s', (text, message) => {
    const refusal = refusalOf(text);
    expect(refusal).toContain(message);
    expect(refusal).not.toContain('hunter2');
  });

  it('with ten thousand tools is read in a moment', () => {
    const tools = Array.from({ length: 10_000 }, (_, index) => `      tool.${index}: { enabled: true }`).join('\n');
    const start = performance.now();
    const { integrations } = parseManifest(
      `version: 1\nintegrations:\n  J:\n    url: https://a\n    tools:\n${tools}\n`,
      'f',
    );
    expect(integrations?.get('J')?.tools?.size).toBe(10_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
