import { Injectable } from '@nestjs/common';
import type { McpMethod, McpRequest, MethodResult } from '../methods/mcp-method.js';
import type { Era } from '../protocol/protocol-version.js';
import { META } from '../protocol/request-meta.js';
import { isRecord } from '../protocol/rpc-message.js';
import { invalidParams, RPC, RpcError } from '../protocol/rpc.errors.js';
import { SERVER_INFO } from '../protocol/server-identity.js';
import { CHANGING_LISTS, ChangeStreams, type ChangingList } from './change-streams.host.js';

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
    // Of what nobody can be told here, nothing is promised.
    const wanted = CHANGING_LISTS.filter((list) => notifications[flagOf(list)] === true);
    const tell = (list: ChangingList): void => {
      if (wanted.includes(list)) client.notify(`notifications/${list}/list_changed`, { _meta: subscription });
    };
    const isWanted = wanted.length > 0;
    const close = isWanted ? this.streams.open(caller, { changed: tell, close: over.resolve }) : over.resolve;
    if (close === undefined) throw tooMany();
    client.listens();
    const honoured = Object.fromEntries(wanted.map((list) => [flagOf(list), true]));
    const ack = { notifications: honoured, _meta: subscription };
    const isHeard = client.notify('notifications/subscriptions/acknowledged', ack);
    if (isHeard && isWanted) await Promise.race([over.promise, aborted(client.signal)]);
    close();
    const result = { resultType: 'complete', _meta: { ...subscription, [META.serverInfo]: SERVER_INFO } };
    return { json: JSON.stringify(result) };
  }
}

function flagOf(list: ChangingList): string {
  return `${list}ListChanged`;
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
