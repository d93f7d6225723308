import { CliError, EXIT } from '../cli.errors.js';

/** Where secrets come from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative to the file that names it. */
  readonly readFile: (path: string) => Promise<string>;
}

type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'env' | 'file'; readonly name: string };

const REFERENCE = /\$\$\{|\$\{(?:(env):([A-Za-z_][A-Za-z0-9_]*)|(file):([^}]+))\}|\$\{/g;

/**
 * A value that is not in the file itself.
 *
 * | template               | stands for                                  |
 * |------------------------|---------------------------------------------|
 * | `Bearer ${env:TOKEN}`  | `Bearer ` and the variable TOKEN            |
 * | `${file:secrets/key}`  | what that file holds, without its last end of line |
 * | `$${x}`                | `${x}`                                      |
 */
function parseTemplate(template: string): readonly Part[] | null {
  const parts: Part[] = [];
  let at = 0;
  for (const match of template.matchAll(REFERENCE)) {
    const [whole, env, variable, , path] = match;
    if (match.index > at) parts.push({ kind: 'text', text: template.slice(at, match.index) });
    at = match.index + whole.length;
    if (whole === '$${') parts.push({ kind: 'text', text: '${' });
    else if (env && variable) parts.push({ kind: 'env', name: variable });
    else if (path) parts.push({ kind: 'file', name: path });
    else return null;
  }
  if (at < template.length) parts.push({ kind: 'text', text: template.slice(at) });
  return parts;
}

/** What is wrong with it where a file must hold no secret itself; null where nothing is. Never with the value. */
export function checkTemplate(template: string): string | null {
  const parts = parseTemplate(template);
  if (parts === null) return 'has a ${…} that is neither ${env:NAME} nor ${file:path}; a literal one is written $${';
  if (parts.some(({ kind }) => kind !== 'text')) return null;
  return 'is a secret, which does not belong into a file: write ${env:NAME} or ${file:path} for it';
}

/** The template that stands for this very text. */
export function literalTemplate(text: string): string {
  // A function: in a replacement text, two of $ would be one.
  return text.replaceAll('${', () => '$${');
}

/** @throws CliError naming what is not there */
export async function resolveTemplate(template: string, sources: SecretSources): Promise<string> {
  const texts = (parseTemplate(template) ?? []).map((part) => resolvePart(part, sources));
  return (await Promise.all(texts)).join('');
}

async function resolvePart(part: Part, { env, readFile }: SecretSources): Promise<string> {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'env': {
      const value = env[part.name];
      // An empty credential is none, and would be stored as if it were one.
      if (value) return value;
      throw new CliError(`The variable ${part.name} is not set, and a credential is made of it.`, EXIT.usage);
    }
    case 'file': {
      const value = (await readFile(part.name)).replace(/\r?\n$/, '');
      if (value !== '') return value;
      throw new CliError(`There is nothing in "${part.name}", and a credential is made of it.`, EXIT.usage);
    }
  }
}
