import { principalKey } from '@countersign/contracts';
import type { Principal } from '../access/principal.js';
import type { Doubt } from './stream-access.client.js';
import { TooManyStreamsError } from './stream.errors.js';

export interface StreamLimits {
  readonly perPrincipal: number;
  /** Of all their tokens together: whoever can make tokens must not take the places of everybody else. */
  readonly perPerson: number;
  /** Of one replica. */
  readonly inAll: number;
}

/** By which streams are counted. */
export interface StreamReader {
  readonly principal: string;
  readonly person: string;
}

export function toStreamReader({ actor }: Principal): StreamReader {
  return { principal: principalKey(actor), person: actor.ownerId ?? actor.id };
}

/** Whether a doubt is about this stream. */
export function isDoubted({ person }: StreamReader, workspaceId: string, doubt: Doubt): boolean {
  return doubt.workspaceId === workspaceId && (doubt.personId === undefined || doubt.personId === person);
}

/** @throws TooManyStreamsError */
export function assertRoomFor(reader: StreamReader, open: Iterable<StreamReader>, limits: StreamLimits): void {
  const all = [...open];
  const ofPerson = all.filter(({ person }) => person === reader.person);
  const own = ofPerson.filter(({ principal }) => principal === reader.principal);
  if (own.length >= limits.perPrincipal) throw new TooManyStreamsError(limits.perPrincipal);
  if (ofPerson.length >= limits.perPerson) throw new TooManyStreamsError(limits.perPerson);
  if (all.length >= limits.inAll) throw new TooManyStreamsError(limits.inAll);
}
