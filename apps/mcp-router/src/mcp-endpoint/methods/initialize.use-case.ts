import { Injectable } from '@nestjs/common';
import { Copies } from '../../copies/copies.js';
import { mirroredCapabilities, withoutExtensions } from '../../upstream/call-sink.js';
import { readClientFeatures } from '../protocol/client-features.js';
import { negotiateVersion, type Era } from '../protocol/protocol-version.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { toClientName } from '../sessions/legacy-session.js';
import { SessionIds } from '../sessions/session-ids.host.js';
import { taskCapabilities } from '../tasks/declared-tasks.js';
import { capabilitiesOf } from './capabilities-of.js';
import { instructionsOf } from './instructions-of.js';
import type { McpMethod, McpRequest, MethodResult } from './mcp-method.js';

export const SESSION_HEADER = 'mcp-session-id';

/** Begins a legacy session. A client may do without its id, and is then served request by request. */
@Injectable()
export class Initialize implements McpMethod {
  readonly name = 'initialize';
  readonly eras: readonly Era[] = ['legacy'];

  constructor(
    private readonly sessions: SessionIds,
    private readonly copies: Copies,
  ) {}

  execute({ caller, params }: McpRequest): Promise<MethodResult> {
    if (typeof params['protocolVersion'] !== 'string') throw invalidParams('protocolVersion is missing');
    const protocolVersion = negotiateVersion(params['protocolVersion']);
    const id = this.sessions.issue(caller, {
      protocolVersion,
      clientName: toClientName(params['clientInfo']),
      features: readClientFeatures(params['capabilities']),
      capabilities: withoutExtensions(mirroredCapabilities({ clientCapabilities: params['capabilities'] })),
    });
    const result = {
      protocolVersion,
      capabilities: { ...capabilitiesOf(this.copies, caller), ...taskCapabilities(protocolVersion) },
      serverInfo: SERVER_INFO,
      instructions: instructionsOf(this.copies, caller),
    };
    return Promise.resolve({ json: JSON.stringify(result), headers: { [SESSION_HEADER]: id } });
  }
}
