import { describe, expect, it } from '@jest/globals';
import { checkTemplate, literalTemplate, resolveTemplate } from './secret-template.js';

const sources = {
  env: { TOKEN: 'abc', EMPTY: '' },
  readFile: (path: string) => Promise.resolve(path === 'key' ? 'from a file\n' : ''),
};

describe('a secret that is referred to', () => {
  it.each([
    ['Bearer ${env:TOKEN}', 'Bearer abc'],
    ['${file:key}', 'from a file'],
    ['$${env:TOKEN} ${env:TOKEN}', '${env:TOKEN} abc'],
    ['$ {} ${env:TOKEN}$', '$ {} abc$'],
  ])('%s is put together', async (template, value) => {
    expect(checkTemplate(template)).toBeNull();
    expect(await resolveTemplate(template, sources)).toBe(value);
  });

  it.each(['literal', '', '$${env:TOKEN}', '${TOKEN}', '${env:}', '${env:A-B}', '${file:}'])(
    '%s refers to none',
    (template) => {
      expect(checkTemplate(template)).not.toBeNull();
    },
  );

  it.each([
    ['${env:OTHER}', 'The variable OTHER is not set'],
    ['${env:EMPTY}', 'The variable EMPTY is not set'],
    ['${file:nothing}', 'nothing in "nothing"'],
  ])('%s that is not there is said', async (template, message) => {
    await expect(resolveTemplate(template, sources)).rejects.toThrow(message);
  });

  it('leaves a literal as it is', async () => {
    const secret = 'a${env:TOKEN}b$${';
    expect(await resolveTemplate(literalTemplate(secret), sources)).toBe(secret);
  });
});
