import { Injectable } from '@nestjs/common';
import type { Caller } from '../../callers/caller.js';
import type { Exchange } from '../http/exchange.server.js';
import { SESSION_HEADER } from '../methods/initialize.use-case.js';
import { errorAnswer } from '../protocol/rpc-answer.js';
import { RPC, SESSION_NOT_FOUND, type RpcFault } from '../protocol/rpc.errors.js';
import { SessionStreams } from '../streams/session-streams.host.js';
import { SessionIds } from './session-ids.host.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const NO_SESSION: RpcFault = { code: RPC.refused, message: 'Method not allowed without a session.', status: 405 };
const NO_EVENTS: RpcFault = { code: RPC.refused, message: 'Not Acceptable: this is a text/event-stream', status: 406 };
const TOO_MANY: RpcFault = { code: RPC.refused, message: 'too many streams are open', status: 429 };
const HEADERS: ReadonlyMap<RpcFault, Readonly<Record<string, string>>> = new Map([
  [NO_SESSION, { allow: 'POST' }],
  [TOO_MANY, { 'retry-after': '1' }],
]);

/** GET and DELETE: what only clients of the older revisions do, and only those with a session. */
@Injectable()
export class SessionDoor {
  constructor(
    private readonly sessions: SessionIds,
    private readonly streams: SessionStreams,
  ) {}

  /** The stream on which a session hears what belongs to none of its requests. */
  listen(caller: Caller, headers: Headers, exchange: Exchange): void {
    const sessionId = this.check(caller, headers, exchange);
    if (sessionId === undefined) return;
    if (!exchange.takesEvents) refuse(exchange, NO_EVENTS);
    else if (!this.streams.open(caller, sessionId, exchange)) refuse(exchange, TOO_MANY);
  }

  /** Ends the session as far as this process goes; see `SessionIds`. Calls that wait are nobody's to end by this. */
  end(caller: Caller, headers: Headers, exchange: Exchange): void {
    const sessionId = this.check(caller, headers, exchange);
    if (sessionId === undefined) return;
    this.sessions.end(sessionId);
    this.streams.close(sessionId);
    exchange.end(204);
  }

  /** Undefined: it has been refused. */
  private check(caller: Caller, headers: Headers, exchange: Exchange): string | undefined {
    const sessionId = headers[SESSION_HEADER];
    if (typeof sessionId !== 'string') refuse(exchange, NO_SESSION);
    else if (this.sessions.find(caller, sessionId) === undefined) refuse(exchange, SESSION_NOT_FOUND);
    else return sessionId;
    return undefined;
  }
}

function refuse(exchange: Exchange, fault: RpcFault): void {
  const headers = HEADERS.get(fault) ?? {};
  exchange.answer(fault.status, errorAnswer(null, fault), headers);
}
