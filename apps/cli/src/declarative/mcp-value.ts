import { literalTemplate } from './secret-template.js';

/**
 * A value of an mcp.json as a template of secret-template.ts; null where it stands for something that only its client knows.
 *
 * | in the file                | of             | becomes                                              |
 * |----------------------------|----------------|------------------------------------------------------|
 * | `Bearer abc`               | all            | itself, as a literal                                 |
 * | `${env:TOKEN}`             | VS Code, Cursor | `${env:TOKEN}`                                      |
 * | `${TOKEN}`                 | Claude Code    | what the entry's own `env` says, else `${env:TOKEN}` |
 * | `${TOKEN:-none}`           | Claude Code    | the same, else `none` where the variable is not set  |
 * | `${input:token}`           | VS Code        | null                                                 |
 */
export function toTemplate(value: string, own: Env, env: Env): string | null {
  let isKnown = true;
  const pieces = value.split(/(\$\{[^}]*\})/).map((piece, index) => {
    if (index % 2 === 0) return literalTemplate(piece);
    const [, , name, isOptional, fallback = ''] = REFERENCE.exec(piece) ?? [];
    if (name === undefined) {
      isKnown = false;
      return '';
    }
    const owned = own[name];
    if (owned !== undefined) return literalTemplate(owned);
    return isOptional && !env[name] ? literalTemplate(fallback) : `\${env:${name}}`;
  });
  return isKnown ? pieces.join('') : null;
}

export type Env = Readonly<Record<string, string | undefined>>;

const REFERENCE = /^\$\{(env:)?([A-Za-z_]\w*)(:-([^}]*))?\}$/;
