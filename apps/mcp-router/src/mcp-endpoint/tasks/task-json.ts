import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { toResultOfEra } from '../tools/result-of-era.js';
import type { TaskState } from './task-state.js';

/** What 2025-11-25 ties the parts of a task together with, and lets a host tell its model while the task works. */
const RELATED_TASK = 'io.modelcontextprotocol/related-task';
const IMMEDIATE_RESPONSE = 'io.modelcontextprotocol/model-immediate-response';

/** Instead of the result of `tools/call`. */
export function createdTask(state: TaskState, era: Era): Buffer {
  // A task of 2025-11-25 begins as `working`, whatever its first `tasks/get` says.
  const created =
    era === 'modern'
      ? { resultType: 'task', ...fieldsOf(state, era) }
      : { task: { ...fieldsOf(state, era), status: 'working' }, _meta: { [IMMEDIATE_RESPONSE]: state.statusMessage } };
  return Buffer.from(JSON.stringify(created));
}

/** `tasks/get`, and what is told of a task that has changed. @param result as the ledger keeps it; null before there is one */
export function detailedTask(state: TaskState, result: Buffer | null, era: Era): Buffer {
  if (era === 'legacy') return Buffer.from(JSON.stringify(fieldsOf(state, era)));
  const head = { resultType: 'complete', ...fieldsOf(state, era), _meta: { [META.serverInfo]: SERVER_INFO } };
  if (state.status !== 'completed' || result === null) return Buffer.from(JSON.stringify(head));
  const begin = JSON.stringify(head).slice(0, -1);
  return Buffer.concat([Buffer.from(`${begin},"result":`), toResultOfEra(result, 'modern'), Buffer.from('}')]);
}

/** `tasks/result` of 2025-11-25: what the call itself would have been answered, and whose task it is. */
export function resultOfTask(result: Buffer, taskId: string): Buffer {
  const { _meta: meta, ...rest } = JSON.parse(toResultOfEra(result, 'legacy').toString('utf8')) as { _meta?: object };
  return Buffer.from(JSON.stringify({ ...rest, _meta: { ...meta, [RELATED_TASK]: { taskId } } }));
}

function fieldsOf({ ttlMs, pollIntervalMs, ...state }: TaskState, era: Era): object {
  return era === 'modern'
    ? { ...state, ttlMs, pollIntervalMs }
    : { ...state, ttl: ttlMs, pollInterval: pollIntervalMs };
}
