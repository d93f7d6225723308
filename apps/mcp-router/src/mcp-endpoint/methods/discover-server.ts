import { MODERN_VERSION } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { CAPABILITIES, INSTRUCTIONS, SERVER_INFO } from '../protocol/server-identity.js';
import type { McpMethod } from './mcp-method.js';

/** It changes with a release only, and then clients that believe the old answer lose nothing. */
const DISCOVERY_TTL_MS = 60_000;

const RESULT = JSON.stringify({
  resultType: 'complete',
  supportedVersions: [MODERN_VERSION],
  capabilities: CAPABILITIES,
  instructions: INSTRUCTIONS,
  ttlMs: DISCOVERY_TTL_MS,
  cacheScope: 'private',
  _meta: { [META.serverInfo]: SERVER_INFO },
});

export const DISCOVER_SERVER: McpMethod = {
  name: 'server/discover',
  eras: ['modern'],
  execute: () => Promise.resolve({ json: RESULT }),
};
