import type { OfferedTool } from './chat-request.js';
import type { ScriptedCall } from './turn.js';

/**
 * The call that a plain prompt asks for, by words alone.
 *
 * | prompt             | offered                                                | call                                            |
 * |--------------------|--------------------------------------------------------|-------------------------------------------------|
 * | `delete ISSUE-1`   | `mcp__Tracker__issue_x2Edelete`, `…__issue_x2Eget`     | `…issue_x2Edelete` `{"id":"ISSUE-1"}`           |
 * | `list the issues`  | `…__issue_x2Elist`, `…__issue_x2Ecomment_x2Eadd`       | `…issue_x2Elist` `{}`                           |
 * | `echo "hi"`        | `mcp__Everything__echo`                                | `…echo` `{"message":"hi"}`                      |
 * | `hello`            | anything                                               | none                                            |
 *
 * A tool fits when every word of its name, without prefix and server, is in the prompt; the one with the most words wins, then the
 * shorter name, then the alphabet.
 */
export function chooseCall(prompt: string, tools: readonly OfferedTool[]): ScriptedCall | null {
  const promptWords = wordsOf(prompt);
  const fitting = tools
    .map((tool) => ({ tool, words: wordsOf(bareName(tool.name)) }))
    .filter(({ words }) => words.size > 0 && [...words].every((word) => promptWords.has(word)))
    .sort((a, b) => b.words.size - a.words.size || compareNames(a.tool.name, b.tool.name));
  const tool = fitting[0]?.tool;
  return tool ? { name: tool.name, arguments: JSON.stringify(argumentsFor(prompt, tool)) } : null;
}

function compareNames(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

/** Without `mcp__`, the server and a digest ending; an escaped byte separates words. */
function bareName(exposed: string): string {
  return exposed
    .replace(/^mcp__/, '')
    .replace(/^.*?__/, '')
    .replace(/_h[a-z2-7]{16}$/, '')
    .replace(/_x[0-9A-F]{2}/g, ' ');
}

/** In lower case, at the humps of camel case too, without a plural's s. */
function wordsOf(text: string): ReadonlySet<string> {
  const words =
    text
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return new Set(words.map((word) => (word.length > 3 ? word.replace(/s$/, '') : word)));
}

/** A value for each required property, taken from the prompt in order. */
function argumentsFor(prompt: string, { parameters }: OfferedTool): Record<string, unknown> {
  const properties = asRecord(parameters['properties']);
  const required = Array.isArray(parameters['required']) ? (parameters['required'] as unknown[]) : [];
  const found = {
    keys: [...prompt.matchAll(/\b[A-Z][A-Z0-9]*-\d+\b/g)].map(([key]) => key),
    quoted: [...prompt.matchAll(/"([^"]*)"/g)].map(([, text]) => text ?? ''),
    numbers: [...prompt.matchAll(/(?<![\w-])-?\d+(?:\.\d+)?\b/g)].map(([digits]) => Number(digits)),
  };
  const names = required.filter((name) => typeof name === 'string');
  return Object.fromEntries(names.map((name) => [name, valueFor(prompt, name, asRecord(properties[name]), found)]));
}

interface Found {
  readonly keys: string[];
  readonly quoted: string[];
  readonly numbers: number[];
}

function valueFor(prompt: string, name: string, schema: Readonly<Record<string, unknown>>, found: Found): unknown {
  const { type, enum: choices } = schema;
  if (Array.isArray(choices))
    return (choices as unknown[]).find((choice) => prompt.includes(String(choice))) ?? (choices as unknown[])[0];
  if (type === 'number' || type === 'integer') return found.numbers.shift() ?? 0;
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  if (type === 'object') return {};
  const isId = /(^|_)(id|key)$|Id$|Key$/.test(name);
  return (isId ? found.keys.shift() : undefined) ?? found.quoted.shift() ?? prompt.trim();
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
