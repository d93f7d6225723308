import { slugKey } from '@countersign/tool-name';
import type { Caller } from '../../callers/caller.js';
import type { Copies } from '../../copies/copies.js';
import { openIntegrations } from '../../gate/open-integrations.js';
import { INSTRUCTIONS } from '../protocol/server-identity.js';

/** For the model. Results of tools are passed byte for byte, so a resource that one links to is named as its server does. */
export function instructionsOf(copies: Copies, caller: Caller): string {
  const [first] = openIntegrations(copies, caller, 'resources');
  if (first === undefined || caller.names.bareSlug !== undefined) return INSTRUCTIONS;
  const example = `\`mcp+${slugKey(first.slug)}:\` for tools that begin with \`${caller.names.prefix}${first.slug}__\``;
  return `${INSTRUCTIONS} To read a resource that a tool links to, put its integration in front of the URI: ${example}.`;
}
