import { toBlock } from './tool-result-block.js';
import { cutToBytes, toSafeText } from './safe-text.js';

/** A model is given at most this much of one result, base64 as it goes over the wire. The router keeps all of it. */
export const RESULT_BYTES_MAX = 1_048_576;
/** Providers look at some twenty to a hundred images of one request; one result must not take all of them. */
const FILES_MAX = 16;

export type ResultBlock =
  | { readonly type: 'text'; readonly text: string }
  /** `data` is base64. */
  | { readonly type: 'file'; readonly mediaType: string; readonly data: string };

export interface ToolResult {
  /** All blocks, with a note in the place of each file: for models that read text alone, and for people. */
  readonly text: string;
  /** The same with the files themselves; only where there is one that a model can look at. */
  readonly blocks?: readonly ResultBlock[];
}

/** What a model is given of a `CallToolResult`: all blocks, in order, within the bound. What is no such result is passed on. */
export function toToolResult(resultJson: string): ToolResult {
  const result = readResult(resultJson);
  if (result === null) return { text: cutText(toSafeText(resultJson)) };
  const blocks = result.content.map(toBlock);
  const structured = structuredText(result);
  if (structured !== null) blocks.push({ note: structured, file: null });
  const text = cutText(blocks.map(({ note }) => note).join('\n'));
  const shown = toShown(blocks);
  return shown.some(({ type }) => type === 'file') ? { text, blocks: shown } : { text };
}

interface CallToolResult {
  readonly content: readonly unknown[];
  readonly structuredContent?: unknown;
}

function readResult(resultJson: string): CallToolResult | null {
  try {
    const result = JSON.parse(resultJson) as Partial<CallToolResult> | null;
    return Array.isArray(result?.content) ? (result as CallToolResult) : null;
  } catch {
    // Not a result of the protocol; the model gets the text itself.
    return null;
  }
}

/** Servers repeat structured content as a text block; the model reads it once. */
function structuredText({ content, structuredContent }: CallToolResult): string | null {
  if (structuredContent === undefined) return null;
  const json = JSON.stringify(structuredContent);
  const repeated = content.some((block) => isText(block) && toCompactJson(block.text) === json);
  return repeated ? null : toSafeText(json);
}

function isText(block: unknown): block is { readonly text: string } {
  return typeof block === 'object' && block !== null && 'text' in block && typeof block.text === 'string';
}

function toCompactJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Neighbouring texts are one block; files beyond the bounds are their notes. */
function toShown(blocks: readonly ReturnType<typeof toBlock>[]): ResultBlock[] {
  const shown: ResultBlock[] = [];
  let [bytesLeft, filesLeft] = [RESULT_BYTES_MAX, FILES_MAX];
  for (const { note, file } of blocks) {
    if (file !== null && filesLeft > 0 && file.data.length <= bytesLeft) {
      [bytesLeft, filesLeft] = [bytesLeft - file.data.length, filesLeft - 1];
      shown.push({ type: 'file', ...file });
      continue;
    }
    const text = cutToBytes(file === null ? note : `${note.slice(0, -1)}; too large to be shown]`, bytesLeft);
    bytesLeft -= Buffer.byteLength(text);
    const last = shown.at(-1);
    if (last?.type === 'text') shown[shown.length - 1] = { type: 'text', text: `${last.text}\n${text}` };
    else if (text !== '') shown.push({ type: 'text', text });
  }
  return shown;
}

function cutText(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= RESULT_BYTES_MAX) return text;
  return `${cutToBytes(text, RESULT_BYTES_MAX)}\n[cut: the result has ${bytes} bytes]`;
}
