import type { Switches } from './switches.js';
import type { Tool, ToolDefinition } from './tool.js';

/** The cursor is none of ours. */
export class BadCursorError extends Error {}

export interface ToolPage {
  readonly tools: ToolDefinition[];
  readonly nextCursor?: string;
}

/** What the server says it offers, as the switches have it. */
export function listedTools(tools: readonly Tool[], switches: Switches): ToolDefinition[] {
  if (switches.emptyListing) return [];
  return tools
    .filter(({ definition }) => !switches.removed.includes(definition.name))
    .flatMap(({ definition }) => {
      const listed = listedDefinition(definition, switches);
      const again = { ...listed, description: `${listed.description ?? ''} (the same name again)` };
      return switches.duplicated.includes(definition.name) ? [listed, again] : [listed];
    });
}

/** The tool that is listed under this name. */
export function findListed(tools: readonly Tool[], switches: Switches, name: string): Tool | undefined {
  return tools.find(
    ({ definition }) =>
      !switches.removed.includes(definition.name) && listedDefinition(definition, switches).name === name,
  );
}

/** The page that begins at the cursor. */
export function pageOf(tools: readonly ToolDefinition[], cursor: string | undefined, pageSize: number): ToolPage {
  const start = cursor === undefined ? 0 : toOffset(cursor);
  const end = start + pageSize;
  const page = { tools: tools.slice(start, end) };
  return end < tools.length ? { ...page, nextCursor: toCursor(end) } : page;
}

function listedDefinition(definition: ToolDefinition, switches: Switches): ToolDefinition {
  const name = switches.renamed[definition.name] ?? definition.name;
  return { ...definition, name, ...switches.changed[definition.name] };
}

function toCursor(offset: number): string {
  return Buffer.from(`tools:${offset}`).toString('base64url');
}

function toOffset(cursor: string): number {
  const digits = /^tools:(\d{1,6})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (digits === undefined) throw new BadCursorError(`unknown cursor: ${cursor}`);
  return Number(digits);
}
