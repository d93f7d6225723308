import type { NewCall } from '../../calls/call.js';
import { failed, toResultBytes } from '../../calls/model-answers.js';
import type { Caller } from '../../callers/caller.js';
import { SERVER_TASK_ID_LENGTH_MAX } from '../../limits.js';
import { Sealer } from '../relay/sealer.host.js';
import { holderOf } from '../sessions/legacy-session.js';
import { toResult } from '../tools/present-result.js';
import { unknownTask } from './own-tasks.use-case.js';
import { toTaskFields } from './server-task.js';

const PURPOSE = 'countersign mcp server task 1';
/** Tells a server's task from a call of the ledger. */
const PREFIX = 'server.';

/** A task of a server, and everything that decides who may ask which server about it. */
export interface ServerTask {
  readonly clientId: string;
  readonly serverId: string;
  readonly callId: string;
  readonly integrationId: string;
  readonly integrationSlug: string;
  readonly toolName: string;
  readonly connectionRevision: number;
}

type Sealed = Omit<ServerTask, 'clientId'>;

/**
 * What a client calls the task of a server: the server's own id, sealed with where it comes from for the principal of the
 * call. Nobody else can open it, and no other server is ever asked about it.
 */
export class ServerTaskIds {
  private readonly sealer: Sealer;

  constructor(sealingPrivateKeyPem: string) {
    this.sealer = new Sealer(sealingPrivateKeyPem, PURPOSE);
  }

  /** The result of the call, as its client gets it. */
  toClient(
    caller: Caller,
    { id, tool, connectionRevision }: NewCall,
    created: Readonly<Record<string, unknown>>,
  ): Buffer {
    const { taskId } = created;
    const isNamed = typeof taskId === 'string' && taskId !== '' && taskId.length <= SERVER_TASK_ID_LENGTH_MAX;
    const fields = toTaskFields(created);
    if (!isNamed || fields === null || tool === null || connectionRevision === null) {
      return toResult(failed('the server answered with a task that cannot be read.'));
    }
    const sealed: Sealed = { ...tool, serverId: taskId, callId: id, connectionRevision };
    const clientId = `${PREFIX}${this.sealer.seal(JSON.stringify(sealed), holderOf(caller))}`;
    return toResultBytes({ resultType: 'task', ...fields, taskId: clientId });
  }

  /** Null: not a server's. @throws RpcError for one that was not given to this principal */
  open(caller: Caller, clientId: string): ServerTask | null {
    if (!clientId.startsWith(PREFIX)) return null;
    const text = this.sealer.open(clientId.slice(PREFIX.length), holderOf(caller));
    if (text === undefined) throw unknownTask();
    return { ...(JSON.parse(text) as Sealed), clientId };
  }
}
