import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { safeLine } from '../print.js';
import { checkScalar, typesOf } from './check-scalar.js';
import type { Schema } from './schema.js';

export interface Problem extends Place {
  /** Without any value: a value can be a secret that somebody wrote in the wrong place. */
  readonly message: string;
}

export interface ReadYaml {
  /** Objects with named fields as objects, those with names of one's own as maps; undefined where there are problems. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where something is; of what is not there, where what holds it is. */
  readonly placeOf: (path: readonly string[]) => Place;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Ten thousand tools with everything set are a tenth of it. */
export const MANIFEST_LENGTH_MAX = 16 * 1_024 * 1_024;
/** Beyond these, the rest says nothing new. */
const PROBLEMS_MAX = 50;
/** One mistake of form makes many. */
const MISTAKES_MAX = 3;

/**
 * YAML 1.2 by a schema: every field known, every key once and a text, no aliases (a few of them can stand for millions of
 * values) and no tags.
 */
export function readYaml(text: string, schema: Schema): ReadYaml {
  if (text.length > MANIFEST_LENGTH_MAX) {
    return failed(1, 1, `is longer than ${MANIFEST_LENGTH_MAX} characters`);
  }
  const lines = new LineCounter();
  const document = parse(text, lines);
  if (document === null) return failed(1, 1, 'is nested too deeply');
  const mistakes = [...document.errors, ...document.warnings];
  if (mistakes.length > 0) {
    const problems = mistakes.map(({ pos, code, message }) => ({
      ...place(lines, pos[0]),
      message: OWN_WORDS[code] ?? message,
    }));
    return { value: undefined, problems: problems.slice(0, MISTAKES_MAX), placeOf: () => START };
  }
  const reader = new Reader(lines);
  const value = reader.read(document.contents, schema, []);
  return { value, problems: reader.problems.slice(0, PROBLEMS_MAX), placeOf: (path) => reader.placeOf(path) };
}

/** Where the library's are for programmers. */
const OWN_WORDS: Readonly<Record<string, string>> = { MULTIPLE_DOCS: 'a second document begins; a file has one' };

function parse(text: string, lineCounter: LineCounter): ReturnType<typeof parseDocument> | null {
  try {
    // Duplicates are found below, in one pass: the library compares every key with every other.
    return parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false, lineCounter });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class Reader {
  readonly problems: Problem[] = [];
  private readonly offsets = new Map<string, number>();

  constructor(private readonly lines: LineCounter) {}

  placeOf(path: readonly string[]): Place {
    const offset = this.offsets.get(toKey(path));
    if (offset !== undefined) return place(this.lines, offset);
    return path.length === 0 ? START : this.placeOf(path.slice(0, -1));
  }

  read(node: Node | null, schema: Schema, path: readonly string[]): unknown {
    if (node && 'tag' in node && node.tag !== undefined)
      return this.refuse(node, path, 'has a tag; tags are not used here');
    if (isMap(node)) return this.readMap(node, schema, path);
    if (isSeq(node)) return this.readList(node, schema, path);
    if (isScalar(node)) {
      const wrong = checkScalar(node.value, schema);
      return wrong === null ? node.value : this.refuse(node, path, wrong);
    }
    return this.refuse(node, path, node === null ? 'is empty' : 'is an alias; aliases are not used here');
  }

  private readList(node: YAMLSeq, schema: Schema, path: readonly string[]): unknown {
    const { items, maxItems = Infinity } = schema;
    if (items === undefined) return this.refuse(node, path, `must be ${typesOf(schema)}, and is a list`);
    if (node.items.length > maxItems) return this.refuse(node, path, `has more than ${maxItems} entries`);
    return node.items.map((item, index) => this.read(item as Node | null, items, [...path, String(index)]));
  }

  private readMap(node: YAMLMap, schema: Schema, path: readonly string[]): unknown {
    const { properties, additionalProperties: entry } = schema;
    const isNamed = properties === undefined && entry !== undefined && entry !== false;
    if (!isNamed && properties === undefined)
      return this.refuse(node, path, `must be ${typesOf(schema)}, and is a map`);
    const found = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = this.readKey(key as Node | null, path, node);
      if (name === null) continue;
      const inner = isNamed ? entry : properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
      const at = [...path, name];
      this.offsets.set(toKey(at), (key as Node).range?.[0] ?? 0);
      if (found.has(name)) this.refuse(key as Node, at, 'is there twice');
      else if (!inner)
        this.refuse(key as Node, at, `is not known here; known: ${Object.keys(properties ?? {}).join(', ')}`);
      else
        found.set(
          name,
          value === null ? this.refuse(key as Node, at, 'is empty') : this.read(value as Node, inner, at),
        );
    }
    for (const name of schema.required ?? []) {
      if (!found.has(name)) this.refuse(node, path, `lacks "${name}"`);
    }
    return isNamed ? found : Object.fromEntries(found);
  }

  private readKey(key: Node | null, path: readonly string[], map: YAMLMap): string | null {
    if (isScalar(key) && typeof key.value === 'string' && key.tag === undefined) return key.value;
    this.refuse(key ?? map, path, 'has a key that is no text: write it in quotes');
    return null;
  }

  private refuse(node: Node | null, path: readonly string[], what: string): undefined {
    const name = path.length === 0 ? 'the file' : path.map(safeLine).join(' › ');
    this.problems.push({ ...place(this.lines, node?.range?.[0] ?? 0), message: `${name} ${what}` });
    return undefined;
  }
}

const START: Place = { line: 1, column: 1 };

/** JSON: a name may hold whatever would be between two. */
function toKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

function place(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function failed(line: number, column: number, what: string): ReadYaml {
  return { value: undefined, problems: [{ line, column, message: `the file ${what}` }], placeOf: () => START };
}
