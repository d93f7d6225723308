import type { Caller } from '../../callers/caller.js';
import type { Copies } from '../../copies/copies.js';
import { openIntegrations, type OpenKind } from '../../gate/open-integrations.js';

/**
 * What this caller is served, in either era: prompts and resources where any integration that it may read has them switched
 * on. `listChanged` comes by the GET stream in the one era, by `subscriptions/listen` in the other. Nobody can subscribe to a
 * resource: servers are asked and not listened to, so nothing would ever be told.
 */
export function capabilitiesOf(copies: Copies, caller: Caller): object {
  const has = (kind: OpenKind): boolean => openIntegrations(copies, caller, kind).length > 0;
  const [hasPrompts, hasResources] = [has('prompts'), has('resources')];
  return {
    tools: { listChanged: true },
    logging: {},
    ...(hasPrompts ? { prompts: { listChanged: true } } : {}),
    ...(hasResources ? { resources: { listChanged: true } } : {}),
    ...(hasPrompts || hasResources ? { completions: {} } : {}),
  };
}
