import { elementsOf, isObject, membersOf, type Span } from '../protocol/json-members.js';
import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { SERVER_INFO } from '../protocol/server-identity.js';

const IDENTITY = `${JSON.stringify(META.serverInfo)}:${JSON.stringify(SERVER_INFO)}`;

/**
 * The result of a tool as its client's era writes it:
 *
 * | era    | what is changed                                                                                              |
 * |--------|--------------------------------------------------------------------------------------------------------------|
 * | modern | `resultType` is put in front, and who we are into `_meta`                                                    |
 * | legacy | structured content that is no object, which it does not know, becomes `{"result": …}`, and a text block too |
 */
export function toResultOfEra(json: Buffer, era: Era): Buffer {
  return era === 'modern' ? toModern(json) : toLegacy(json);
}

function toModern(json: Buffer): Buffer {
  const members = membersOf(json);
  const type = members.has('resultType') ? '' : '"resultType":"complete"';
  const meta = members.get('_meta');
  if (meta === undefined || !isObject(json, meta)) {
    return withFirstMembers(json, [type, `"_meta":{${IDENTITY}}`]);
  }
  return withFirstMembers(cut(json, meta, withFirstMembers(json.subarray(meta.start, meta.end), [IDENTITY])), [type]);
}

function toLegacy(json: Buffer): Buffer {
  const members = membersOf(json);
  const structured = members.get('structuredContent');
  if (structured === undefined || isObject(json, structured)) return json;
  const value = json.subarray(structured.start, structured.end);
  const wrapped = cut(json, structured, Buffer.concat([Buffer.from('{"result":'), value, Buffer.from('}')]));
  const content = membersOf(wrapped).get('content');
  if (content === undefined || elementsOf(wrapped, content.start)?.length !== 0) return wrapped;
  const block = { type: 'text', text: value.toString('utf8') };
  return cut(wrapped, content, Buffer.from(JSON.stringify([block])));
}

function cut(json: Buffer, { start, end }: Span, replacement: Buffer): Buffer {
  return Buffer.concat([json.subarray(0, start), replacement, json.subarray(end)]);
}

/** `object` begins with its brace. */
function withFirstMembers(object: Buffer, members: readonly string[]): Buffer {
  const first = members.filter((member) => member !== '').join(',');
  if (first === '') return object;
  const separator = membersOf(object).size === 0 ? '' : ',';
  return Buffer.concat([Buffer.from(`{${first}${separator}`), object.subarray(1)]);
}
