import type { Caller } from '../../callers/caller.js';
import { REQUEST_STATE_AGE_MS_MAX } from '../../limits.js';
import { invalidParams } from '../protocol/rpc.errors.js';
import { holderOf } from '../sessions/legacy-session.js';
import { Sealer } from './sealer.host.js';

const PURPOSE = 'countersign mcp request state 1';

/**
 * What a server wants to have back with the next round of a request (MRTR), on its way through a client that could change
 * it, or bring it to somebody else. It is sealed for the principal, and for what is asked of whom: method, server, tool and
 * arguments. A server's state can so be neither read nor bent, nor shown to another server.
 */
export class RequestStates {
  private readonly sealer: Sealer;

  constructor(sealingPrivateKeyPem: string) {
    this.sealer = new Sealer(sealingPrivateKeyPem, PURPOSE);
  }

  /** @param subject what the request is about, in the same words when it comes back */
  seal(caller: Caller, subject: readonly string[], state: string): string {
    return this.sealer.seal(JSON.stringify([Date.now(), state]), contextOf(caller, subject));
  }

  /** @throws RpcError for one that is not ours, not of this principal and subject, changed, or too old */
  open(caller: Caller, subject: readonly string[], sealed: unknown): string {
    const text = typeof sealed === 'string' ? this.sealer.open(sealed, contextOf(caller, subject)) : undefined;
    if (text === undefined) throw invalidParams('requestState is not the one that was given for this request');
    const [sealedAtMs, state] = JSON.parse(text) as [number, string];
    if (Date.now() - sealedAtMs <= REQUEST_STATE_AGE_MS_MAX) return state;
    throw invalidParams('requestState is too old: begin again without it');
  }
}

function contextOf(caller: Caller, subject: readonly string[]): string {
  return JSON.stringify([holderOf(caller), ...subject]);
}
