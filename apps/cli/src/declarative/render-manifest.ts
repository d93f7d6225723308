import { Document, isMap, isScalar, type Node, Pair, Scalar, visit, YAMLMap, YAMLSeq } from 'yaml';
import { replaceHidden } from '../replace-hidden.js';
import { MANIFEST_VERSION } from './manifest-schema.js';
import type { Manifest } from './manifest.js';

/** Where a remark goes: `integrations`, a slug, `tools`, a name. */
export interface Remark {
  readonly path: readonly string[];
  readonly text: string;
}

/** Short enough to be read on one line. */
const FLOW_LENGTH_MAX = 100;

/**
 * The file of a manifest: the same text for the same manifest. Names and texts come back byte for byte; characters that
 * cannot be seen are written as escapes.
 */
export function renderManifest(manifest: Manifest, remarks: readonly Remark[] = [], heading = ''): string {
  // Readers of YAML 1.1 take a bare off for false.
  const document = new Document({}, { compat: 'yaml-1.1' });
  document.contents = toNode({ version: MANIFEST_VERSION, ...manifest }, 0);
  for (const { path, text } of remarks) comment(document.contents, path, text);
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && isQuoted(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: true,
    minContentWidth: 0,
    doubleQuotedAsJSON: true,
  });
  // All of them are inside of double quotes now, where an escape stands for each.
  const yaml = escapeUnseen(text);
  const lines = heading === '' ? [] : heading.split('\n').map((line) => `# ${line}`.trimEnd());
  return [...lines, yaml].join('\n');
}

/** The same as an object of JSON, which `apply` takes as well; it has no place for remarks. */
export function toPlainManifest(manifest: Manifest): object {
  return { version: MANIFEST_VERSION, ...(toPlain(manifest) as object) };
}

function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return Object.fromEntries(entries.map(([name, inner]) => [name, toPlain(inner)]));
}

function toNode(value: unknown, depth: number): Node {
  if (value instanceof Map) return toMap([...(value as Map<string, unknown>)], depth);
  if (Array.isArray(value)) return toList(value, depth);
  if (typeof value === 'object' && value !== null) return toMap(Object.entries(value), depth);
  return new Scalar(value);
}

function toMap(entries: readonly (readonly [string, unknown])[], depth: number): Node {
  const map = new YAMLMap<Scalar, Node>();
  for (const [name, value] of entries) {
    if (value !== undefined) map.items.push(new Pair(new Scalar(name), toNode(value, depth + 1)));
  }
  // The sections, and what is in them, are for reading line by line.
  map.flow = map.items.length === 0 || (depth >= TOOL_DEPTH && isShort(entries));
  return map;
}

/** `integrations` › a slug › `tools` › a name. */
const TOOL_DEPTH = 4;

function isShort(entries: readonly (readonly [string, unknown])[]): boolean {
  return JSON.stringify(entries).length <= FLOW_LENGTH_MAX;
}

function toList(values: readonly unknown[], depth: number): Node {
  const list = new YAMLSeq<Node>();
  list.items = values.map((value) => toNode(value, depth + 1));
  list.flow = JSON.stringify(values).length <= FLOW_LENGTH_MAX;
  return list;
}

/** Lines are written as lines where each can be seen to begin and to end. */
function isQuoted(text: string): boolean {
  return escapeUnseen(text) !== text || (text.includes('\n') && /^\s|[^\S\n](?:\n|$)|\n\n$/u.test(text));
}

function comment(node: unknown, path: readonly string[], text: string): void {
  const [name, ...rest] = path;
  if (!isMap(node)) return;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === name);
  if (pair && rest.length > 0) comment(pair.value, rest, text);
  else if (pair) (pair.value as Node).comment = ` ${text}`;
}

/** What nobody sees in an editor, or sees as something else. */
function escapeUnseen(text: string): string {
  return replaceHidden(text, escapeOf).replaceAll('\t', escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
