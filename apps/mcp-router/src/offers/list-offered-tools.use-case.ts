import { Injectable } from '@nestjs/common';
import type { OfferedTool, OfferedToolPage } from '@countersign/contracts';
import { InvalidCursorError } from '../calls/call.errors.js';
import type { Caller } from '../callers/caller.js';
import { CopiesHost } from '../copies/copies.host.js';
import { Definitions } from './definitions.client.js';
import { OfferLists, type OfferList } from './offer-lists.js';

/** A page of the bus stays under 256 KiB; one definition may be longer and then is a page of its own. */
const PAGE_BYTES_MAX = 200_000;

/** A tool as a caller gets it: its definition under the name that the caller uses. */
export interface DescribedTool extends OfferedTool {
  readonly outputSchema: Record<string, unknown> | null;
  readonly annotations: Record<string, unknown> | null;
}

@Injectable()
export class ListOfferedTools {
  constructor(
    private readonly lists: OfferLists,
    private readonly host: CopiesHost,
    private readonly definitions: Definitions,
  ) {}

  /** @throws RouterBehindError: nobody is shown what may have been closed */
  listFor(caller: Caller): OfferList {
    this.host.assertCurrent(caller.workspaceId);
    return this.lists.of(caller);
  }

  /** Fewer than were offered where a definition has moved on meanwhile; the next list has it. */
  async describe(workspaceId: string, { offers }: OfferList): Promise<readonly DescribedTool[]> {
    return (await this.definitions.of(workspaceId, offers)).map(([{ exposedName }, definition]) => ({
      exposedName,
      title: definition.title,
      description: definition.description,
      inputSchema: definition.inputSchema,
      outputSchema: definition.outputSchema,
      annotations: definition.annotations,
    }));
  }

  /** In pages that begin after a name, so that a tool which appears or goes shifts no other. */
  async page(caller: Caller, cursor?: string): Promise<OfferedToolPage> {
    const after = cursor === undefined ? '' : decodeCursor(cursor);
    const tools = await this.describe(caller.workspaceId, this.listFor(caller));
    const rest = tools.filter(({ exposedName }) => exposedName > after).map(toOfferedTool);
    const items = takeWithin(rest, PAGE_BYTES_MAX);
    const last = items.at(-1);
    return { items, nextCursor: last && items.length < rest.length ? encodeCursor(last.exposedName) : null };
  }
}

function toOfferedTool({ exposedName, title, description, inputSchema }: DescribedTool): OfferedTool {
  return { exposedName, title, description, inputSchema };
}

function takeWithin(tools: readonly OfferedTool[], bytesMax: number): OfferedTool[] {
  let bytes = 0;
  const end = tools.findIndex((tool, index) => {
    bytes += Buffer.byteLength(JSON.stringify(tool));
    return bytes > bytesMax && index > 0;
  });
  return tools.slice(0, end === -1 ? tools.length : end);
}

function encodeCursor(exposedName: string): string {
  return Buffer.from(exposedName).toString('base64url');
}

function decodeCursor(cursor: string): string {
  const name = Buffer.from(cursor, 'base64url').toString();
  if (name === '') throw new InvalidCursorError();
  return name;
}
