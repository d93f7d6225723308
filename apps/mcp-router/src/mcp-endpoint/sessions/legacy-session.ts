import type { Caller } from '../../callers/caller.js';
import type { MirroredCapabilities } from '../../upstream/call-sink.js';
import type { ClientFeatures } from '../protocol/client-features.js';
import { isRecord } from '../protocol/rpc-message.js';

/** What `initialize` settled, for as long as a session lasts. */
export interface LegacySession {
  readonly protocolVersion: string;
  /** As the client calls itself: for people, and trusted with nothing. */
  readonly clientName: string;
  readonly features: ClientFeatures;
  /** What servers are told that the client can do. */
  readonly capabilities: MirroredCapabilities;
  readonly issuedAtMs: number;
}

const CLIENT_NAME_LENGTH_MAX = 64;
const FEATURES = ['elicitsForms', 'elicitsUrls', 'samples', 'hasRoots', 'hasTasks'] as const;

/** A name and a version of the client, short enough to stand in every header. */
export function toClientName(clientInfo: unknown): string {
  if (!isRecord(clientInfo)) return '';
  const parts = [clientInfo['name'], clientInfo['version']].filter((part) => typeof part === 'string');
  return parts.join(' ').toWellFormed().slice(0, CLIENT_NAME_LENGTH_MAX).toWellFormed();
}

/** Whose session it is: a token that is renewed keeps its principal, and so its sessions. */
export function holderOf({ workspaceId, principal }: Pick<Caller, 'workspaceId' | 'principal'>): string {
  return `${workspaceId} ${principal.kind} ${principal.id}`;
}

/** `unique` makes two sessions of one client differ, whose requests have the same ids. */
export function writeSession(session: LegacySession, holder: string, unique: string): string {
  const { protocolVersion, clientName, features, capabilities, issuedAtMs } = session;
  const bits = FEATURES.map((feature) => (features[feature] ? '1' : '0')).join('');
  return JSON.stringify([unique, holder, issuedAtMs, protocolVersion, bits, clientName, capabilities]);
}

/** @returns undefined for somebody else's */
export function readSession(text: string, holder: string): LegacySession | undefined {
  const [, owner, issuedAtMs, protocolVersion, bits, clientName, capabilities] = JSON.parse(text) as [
    string,
    string,
    number,
    string,
    string,
    string,
    MirroredCapabilities,
  ];
  if (owner !== holder) return undefined;
  const features = Object.fromEntries(FEATURES.map((feature, index) => [feature, bits[index] === '1']));
  return { protocolVersion, clientName, issuedAtMs, features: features as unknown as ClientFeatures, capabilities };
}
