import {
  isDeclared,
  type CallSink,
  type MirroredCapabilities,
  type ServerNotification,
} from '../../upstream/call-sink.js';
import type { ListeningClient } from '../methods/mcp-method.js';
import { isAtLeast, type LogLevel } from '../protocol/log-level.js';
import { notification } from '../protocol/rpc-answer.js';
import type { RpcId } from '../protocol/rpc-message.js';
import { RelayBudget } from './relay-budget.js';

export interface SinkParts {
  readonly client: ListeningClient;
  /** What the client declared for this very request. */
  readonly capabilities: MirroredCapabilities;
  readonly progressToken?: RpcId | undefined;
  /** Absent: it asked for no log messages. */
  readonly logLevel?: LogLevel | undefined;
  readonly budget?: RelayBudget;
  /** Absent: it cannot be asked on the stream of its request. */
  readonly ask?: CallSink['onRequest'];
}

/** One request's client, as the server behind that request may address it. */
export function toCallSink({ client, capabilities, progressToken, logLevel, ask, ...parts }: SinkParts): CallSink {
  const budget = parts.budget ?? new RelayBudget();
  const tell = ({ method, params }: ServerNotification): void => {
    if (!isWanted(method, params, { capabilities, logLevel })) return;
    const json = notification(method, params);
    if (budget.spend(Buffer.byteLength(json))) client.say(json);
  };
  return {
    clientCapabilities: capabilities,
    onNotification: tell,
    ...(progressToken === undefined ? {} : { progressToken }),
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(ask === undefined ? {} : { onRequest: ask }),
  };
}

type Wanted = Pick<SinkParts, 'capabilities' | 'logLevel'>;

function isWanted(method: string, params: ServerNotification['params'], { capabilities, logLevel }: Wanted): boolean {
  if (method === 'notifications/message') return logLevel !== undefined && isAtLeast(params['level'], logLevel);
  return method !== 'notifications/elicitation/complete' || isDeclared(capabilities, 'elicitation/create');
}
