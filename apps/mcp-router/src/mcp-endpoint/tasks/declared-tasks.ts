import { TASKS_EXTENSION } from '../../upstream/call-sink.js';
import type { ClientFeatures } from '../protocol/client-features.js';
import { isRecord } from '../protocol/rpc-message.js';
import { RPC, RpcError } from '../protocol/rpc.errors.js';
import type { McpRequest } from '../methods/mcp-method.js';

/** The only revision in which tasks were a part of the protocol itself. */
const REVISION_WITH_TASKS = '2025-11-25';

/**
 * What is said about tasks where capabilities are told. There is no `list`: whoever has lost the id of a task finds it again
 * by making the identical call.
 */
export function taskCapabilities(protocolVersion: string): object {
  if (hasTasksItself(protocolVersion)) return { tasks: { cancel: {}, requests: { tools: { call: {} } } } };
  return {};
}

export const TASKS_ADVERTISED = { extensions: { [TASKS_EXTENSION]: {} } };

/** Whether the answer to this request may be a task: in 2025-11-25 it is asked for, in 2026-07-28 it is put up with. */
export function takesTask({ era, protocolVersion, features, params }: McpRequest): boolean {
  return era === 'modern' ? features.hasTasks : hasTasksItself(protocolVersion) && isRecord(params['task']);
}

/** @throws RpcError for a request about tasks that does not say it knows them, before anything is looked up */
export function assertTasksKnown({ era, protocolVersion, features }: McpRequest, method: string): void {
  if (era === 'modern') assertExtension(features);
  else if (!hasTasksItself(protocolVersion)) {
    throw new RpcError({ code: RPC.methodNotFound, message: `Method not found: ${method}`, status: 200 });
  }
}

export function assertExtension({ hasTasks }: ClientFeatures): void {
  if (hasTasks) return;
  const data = { requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } };
  throw new RpcError({
    code: RPC.missingCapability,
    message: 'Missing required client capability',
    data,
    status: 400,
  });
}

function hasTasksItself(protocolVersion: string): boolean {
  return protocolVersion === REVISION_WITH_TASKS;
}
