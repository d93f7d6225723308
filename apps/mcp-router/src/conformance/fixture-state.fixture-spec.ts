import { createHmac, randomBytes } from 'node:crypto';
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

const KEY = randomBytes(32);

const macOf = (text: string): string => createHmac('sha256', KEY).update(text).digest('base64url');

/** A state that goes through the client, which could change it and must not get away with it. */
export function sealState(text: string): string {
  return `${text}.${macOf(text)}`;
}

export function openState(state: string): string {
  const [text = '', mac] = state.split('.');
  if (mac !== macOf(text)) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'this is not the state I gave');
  return text;
}
