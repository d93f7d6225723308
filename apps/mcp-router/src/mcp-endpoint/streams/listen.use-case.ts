import { Injectable } from '@nestjs/common';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { isRecord } from '../protocol/rpc-message.js';
import { invalidParams, RPC, RpcError } from '../protocol/rpc.errors.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { ChangeStreams } from './change-streams.host.js';

/**
 * `subscriptions/listen`: the answer is a stream that says first what it will tell, then every change, and in the end, when
 * the token or this process ends, that it is over. A client that has heard enough closes it.
 */
@Injectable()
export class Listen implements McpMethod {
  readonly name = 'subscriptions/listen';
  readonly eras: readonly Era[] = ['modern'];

  constructor(private readonly streams: ChangeStreams) {}

  async execute({ caller, id, params, client }: McpRequest): Promise<MethodResult> {
    const { notifications } = params;
    if (!isRecord(notifications)) throw invalidParams('notifications is missing');
    const subscription = { [META.subscriptionId]: id };
    const over = Promise.withResolvers<void>();
    const isWanted = notifications['toolsListChanged'] === true;
    const close = isWanted
      ? this.streams.open(caller, {
          toolsChanged: () => client.notify('notifications/tools/list_changed', { _meta: subscription }),
          close: over.resolve,
        })
      : over.resolve;
    if (close === undefined) throw tooMany();
    // Of what nobody can be told here, nothing is promised.
    const honoured = isWanted ? { toolsListChanged: true } : {};
    const ack = { notifications: honoured, _meta: subscription };
    const isHeard = client.notify('notifications/subscriptions/acknowledged', ack);
    if (isHeard && isWanted) await Promise.race([over.promise, aborted(client.signal)]);
    close();
    const result = { resultType: 'complete', _meta: { ...subscription, [META.serverInfo]: SERVER_INFO } };
    return { json: JSON.stringify(result) };
  }
}

function tooMany(): RpcError {
  return new RpcError({ code: RPC.internalError, message: 'too many subscriptions are open', status: 200 });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
