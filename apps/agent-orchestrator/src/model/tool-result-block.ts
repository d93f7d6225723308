import { toSafeText } from './safe-text.js';

/** A block of a tool's result, in words, and the file in it where a model may be able to look at it. */
export interface ReadBlock {
  readonly note: string;
  readonly file: { readonly mediaType: string; readonly data: string } | null;
}

/**
 * What the providers that take files in results look at, by the first bytes of the file in base64. A file that is not what
 * its server calls it would be refused with the whole conversation, at every question from then on.
 */
const SIGNATURES: readonly (readonly [mediaType: string, signature: RegExp])[] = [
  ['image/png', /^iVBORw0KGg/],
  ['image/jpeg', /^\/9j\//],
  ['image/gif', /^R0lGOD/],
  ['image/webp', /^UklGR.{6}XRUJQ/],
  ['application/pdf', /^JVBERi0/],
];

/**
 * | block                     | what the model is given                                              |
 * |---------------------------|----------------------------------------------------------------------|
 * | `text`                    | the text                                                             |
 * | `image`                   | the image                                                            |
 * | `audio`                   | a note with type and size: no provider hears it in a result          |
 * | `resource_link`           | a note with URI, name, type, size and description                    |
 * | `resource` with `text`    | its URI and the text                                                 |
 * | `resource` with `blob`    | the file where it is an image or a PDF, else a note                  |
 * | anything else             | its JSON                                                             |
 */
export function toBlock(value: unknown): ReadBlock {
  const block = toFields(value);
  if (block['type'] === 'text' && typeof block['text'] === 'string') return inWords(block['text']);
  if (block['type'] === 'image' || block['type'] === 'audio') return toFile(block['type'], block, block['data']);
  if (block['type'] === 'resource_link') return inWords(describeLink(block));
  if (block['type'] === 'resource') return toResource(toFields(block['resource']));
  return inWords(JSON.stringify(value) ?? '');
}

type Fields = Readonly<Record<string, unknown>>;

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function inWords(text: string): ReadBlock {
  return { note: toSafeText(text), file: null };
}

function toResource(resource: Fields): ReadBlock {
  const uri = line(resource['uri']);
  if (typeof resource['text'] === 'string') return inWords(`[resource ${uri}]\n${resource['text']}`);
  return toFile(`resource ${uri}`, resource, resource['blob']);
}

function toFile(kind: string, { mimeType }: Fields, data: unknown): ReadBlock {
  if (typeof data !== 'string') return inWords(`[${kind} ${line(mimeType)}, without data]`);
  const base64 = data.replaceAll(/\s/g, '');
  const { note } = inWords(`[${kind} ${line(mimeType)}, ${bytesOf(base64)} bytes]`);
  const mediaType = detectMediaType(base64);
  return { note, file: mediaType === null ? null : { mediaType, data: base64 } };
}

/** Null for what models do not look at. */
function detectMediaType(base64: string): string | null {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  return SIGNATURES.find(([, signature]) => signature.test(base64))?.[0] ?? null;
}

function bytesOf(base64: string): number {
  return Math.floor((base64.replaceAll('=', '').length * 3) / 4);
}

function describeLink(link: Fields): string {
  const size = typeof link['size'] === 'number' ? `${link['size']} bytes` : '';
  const about = [link['title'] ?? link['name'], link['mimeType'], size, link['description']];
  const words = about.filter((word) => typeof word === 'string' && word !== '').map(line);
  return `[link to resource ${line(link['uri'])}${words.length === 0 ? '' : `: ${words.join(', ')}`}]`;
}

/** Of one line, so that a name cannot pass for more of the result than it is. */
function line(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim() : '(unknown)';
}
