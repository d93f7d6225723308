import { safeLine } from '../print.js';
import { replaceHidden } from '../replace-hidden.js';

/** For a shell, which must not read anything into a tool's name; what cannot be seen in `$'…'`, as bash and zsh read it. */
export function quoted(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name;
  if (safeLine(name) === name) return `'${name.replaceAll("'", `'\\''`)}'`;
  const escaped = replaceHidden(name.replaceAll(/['\\]/g, '\\$&'), toShellEscape);
  return `$'${escaped.replaceAll(/[\n\t]/g, toShellEscape)}'`;
}

function toShellEscape(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
