import { Injectable } from '@nestjs/common';
import { Copies } from '../../copies/copies.js';
import { MODERN_VERSION, type Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { TASKS_ADVERTISED } from '../tasks/declared-tasks.js';
import { capabilitiesOf } from './capabilities-of.js';
import { instructionsOf } from './instructions-of.js';
import type { McpMethod, McpRequest, MethodResult } from './mcp-method.js';

/** What a caller is served changes with the switches of integrations; a client that is late by this loses nothing. */
const DISCOVERY_TTL_MS = 5_000;

@Injectable()
export class DiscoverServer implements McpMethod {
  readonly name = 'server/discover';
  readonly eras: readonly Era[] = ['modern'];

  constructor(private readonly copies: Copies) {}

  execute({ caller }: McpRequest): Promise<MethodResult> {
    const result = {
      resultType: 'complete',
      supportedVersions: [MODERN_VERSION],
      capabilities: { ...capabilitiesOf(this.copies, caller), ...TASKS_ADVERTISED },
      instructions: instructionsOf(this.copies, caller),
      ttlMs: DISCOVERY_TTL_MS,
      cacheScope: 'private',
      _meta: { [META.serverInfo]: SERVER_INFO },
    };
    return Promise.resolve({ json: JSON.stringify(result) });
  }
}
