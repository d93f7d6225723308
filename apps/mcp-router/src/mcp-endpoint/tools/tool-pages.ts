import { APPROVAL_STATUS_DEFINITION } from '../../calls/approval-status-tool.js';
import { LIST_PAGE_BYTES_MAX } from '../../limits.js';
import type { DescribedTool } from '../../offers/list-offered-tools.use-case.js';
import type { Era } from '../protocol/protocol-version.js';

/** A page as it is sent, but for what stands around it: `"tools":[…]`, with `"nextCursor"` where it is not the last. */
export interface ToolPage {
  /** The name behind which it begins; empty for the first. */
  readonly after: string;
  readonly json: Buffer;
}

/** All pages of a listing. They begin behind a name, so that a tool which appears or goes shifts no other. */
export function toToolPages(tools: readonly DescribedTool[], era: Era, bytesMax = LIST_PAGE_BYTES_MAX): ToolPage[] {
  const entries = tools.map((tool) => ({ name: tool.exposedName, json: JSON.stringify(toTool(tool, era)) }));
  const pages: ToolPage[] = [];
  let after = '';
  let begin = 0;
  while (begin < entries.length || pages.length === 0) {
    const end = endOfPage(entries, begin, bytesMax);
    const page = entries.slice(begin, end);
    const isLast = end === entries.length;
    pages.push({ after, json: toPage(page, isLast) });
    after = page.at(-1)?.name ?? after;
    begin = end;
    if (isLast) break;
  }
  return pages;
}

export function encodeCursor(exposedName: string): string {
  return Buffer.from(exposedName).toString('base64url');
}

export function decodeCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

interface Entry {
  readonly name: string;
  readonly json: string;
}

/** At least one: a tool whose definition is longer than a page is a page of its own. */
function endOfPage(entries: readonly Entry[], begin: number, bytesMax: number): number {
  let bytes = 0;
  for (let index = begin; index < entries.length; index += 1) {
    bytes += Buffer.byteLength(entries[index]?.json ?? '');
    if (bytes > bytesMax && index > begin) return index;
  }
  return entries.length;
}

function toPage(page: readonly Entry[], isLast: boolean): Buffer {
  const tools = page.map(({ json }) => json);
  if (isLast) return Buffer.from(`"tools":[${[...tools, JSON.stringify(APPROVAL_STATUS_DEFINITION)].join(',')}]`);
  const cursor = encodeCursor(page.at(-1)?.name ?? '');
  return Buffer.from(`"tools":[${tools.join(',')}],"nextCursor":${JSON.stringify(cursor)}`);
}

function toTool({ exposedName, outputSchema, ...tool }: DescribedTool, era: Era): object {
  const { title, description, inputSchema, annotations } = tool;
  return {
    name: exposedName,
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
    inputSchema,
    ...(outputSchema === null || !canPromise(outputSchema, era) ? {} : { outputSchema }),
    ...(annotations === null ? {} : { annotations }),
    // Revision 2025-11-25; the one after it leaves the choice to the server.
    ...(era === 'legacy' ? { execution: { taskSupport: 'optional' } } : {}),
  };
}

/** Before 2026-07-28 an output is an object, and a client that reads of another one reads none of the list. */
function canPromise(outputSchema: Readonly<Record<string, unknown>>, era: Era): boolean {
  return era === 'modern' || outputSchema['type'] === 'object';
}
