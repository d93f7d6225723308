import { elementsOf, isObject, isText, membersOf, type Span } from '../protocol/json-members.js';

/** What each kind of block must have, as a text; `resource` has an object of its own. */
const TEXTS_OF_BLOCK: ReadonlyMap<string, readonly string[]> = new Map([
  ['"text"', ['text']],
  ['"image"', ['data', 'mimeType']],
  ['"audio"', ['data', 'mimeType']],
  ['"resource_link"', ['uri', 'name']],
  ['"resource"', []],
]);

/**
 * Whether every client can read this as the result of a tool: strict ones give up a whole answer for one block that they do
 * not know. Looks at the bytes and keeps none of them.
 */
export function isToolResult(json: Buffer): boolean {
  const members = membersOf(json);
  const content = members.get('content');
  const blocks = content === undefined ? undefined : elementsOf(json, content.start);
  const isFlagRight = isFlag(json, members.get('isError'));
  return (
    blocks !== undefined &&
    isFlagRight &&
    isObjectOrAbsent(json, members.get('_meta')) &&
    blocks.every((block) => isBlock(json, block))
  );
}

function isBlock(json: Buffer, { start }: Span): boolean {
  const members = membersOf(json, start);
  const type = members.get('type');
  const texts = type === undefined ? undefined : TEXTS_OF_BLOCK.get(textOf(json, type));
  if (texts === undefined) return false;
  const hasTexts = texts.every((name) => hasText(json, members, name));
  const isDescribed = ['_meta', 'annotations'].every((name) => isObjectOrAbsent(json, members.get(name)));
  const resource = members.get('resource');
  return hasTexts && isDescribed && (texts.length > 0 || (resource !== undefined && isResource(json, resource)));
}

function isResource(json: Buffer, { start }: Span): boolean {
  const members = membersOf(json, start);
  return hasText(json, members, 'uri') && (hasText(json, members, 'text') || hasText(json, members, 'blob'));
}

function hasText(json: Buffer, members: ReadonlyMap<string, Span>, name: string): boolean {
  const member = members.get(name);
  return member !== undefined && isText(json, member);
}

function isObjectOrAbsent(json: Buffer, member: Span | undefined): boolean {
  return member === undefined || isObject(json, member);
}

function isFlag(json: Buffer, member: Span | undefined): boolean {
  return member === undefined || ['true', 'false'].includes(textOf(json, member));
}

/** Of what is short: names of types, and flags. */
function textOf(json: Buffer, { start, end }: Span): string {
  return json.toString('latin1', start, Math.min(end, start + 16));
}
