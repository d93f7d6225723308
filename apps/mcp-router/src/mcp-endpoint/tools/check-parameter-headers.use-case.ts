import { Injectable } from '@nestjs/common';
import { Copies } from '../../copies/copies.js';
import { resolveTool } from '../../gate/resolve-tool.js';
import { ParameterHeaders } from '../../upstream/parameter-headers.client.js';
import type { McpRequest } from '../methods/mcp-method.js';
import { compareParameters } from '../protocol/compare-parameters.js';
import { RpcError } from '../protocol/rpc.errors.js';
import type { ToolCall } from './call-tool.use-case.js';

/** `Mcp-Param-*` of a modern request, by the definition that its client was shown. */
@Injectable()
export class CheckParameterHeaders {
  constructor(
    private readonly copies: Copies,
    private readonly parameters: ParameterHeaders,
  ) {}

  /** @throws RpcError where headers and arguments disagree; or what the registry's answer failed with */
  async execute({ caller, headers }: McpRequest, { name, arguments: args }: ToolCall): Promise<void> {
    const { workspaceId, names } = caller;
    const resolved = resolveTool(this.copies, workspaceId, name, names);
    if (resolved.kind === 'none') return;
    const { tool, integration } = resolved;
    const definitionHash = integration.tools.get(tool.toolName)?.definitionHash;
    if (!definitionHash || !caller.reaches(tool.integrationSlug, tool.toolName)) return;
    const mirroring = await this.parameters.mirroringOf({ workspaceId, tool, definitionHash });
    // Of a definition against the rules there is nothing to compare; its call says what is wrong with it.
    if ('invalid' in mirroring || mirroring.parameters.length === 0) return;
    const fault = compareParameters(mirroring.parameters, args, headers);
    if (fault !== null) throw new RpcError(fault);
  }
}
