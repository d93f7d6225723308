import { isRecord, type RpcId, type RpcParams } from './rpc-message.js';

/** The entries of `_meta` that the protocol itself writes. */
export const META = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
} as const;

export interface MetaIssue {
  readonly key: string;
  readonly problem: string;
}

export function metaOf(params: RpcParams): Readonly<Record<string, unknown>> | undefined {
  const meta = params['_meta'];
  return isRecord(meta) ? meta : undefined;
}

/** A request that names its revision is of the modern era, whatever else may be wrong with it. */
export function namesItsVersion(params: RpcParams): boolean {
  const meta = metaOf(params);
  return meta !== undefined && META.protocolVersion in meta;
}

/** What every modern request carries: its revision, and what its client can do. @returns null when it is all there */
export function findMetaIssue(meta: Readonly<Record<string, unknown>>): MetaIssue | null {
  const { protocolVersion: version, clientCapabilities: capabilities, clientInfo: info } = META;
  if (!(version in meta)) return { key: version, problem: 'missing' };
  if (typeof meta[version] !== 'string') return { key: version, problem: 'not a text' };
  if (!(capabilities in meta)) return { key: capabilities, problem: 'missing' };
  if (!isRecord(meta[capabilities])) return { key: capabilities, problem: 'not an object' };
  if (info in meta && !isImplementation(meta[info])) return { key: info, problem: 'not a name and a version' };
  return null;
}

export function progressTokenOf(params: RpcParams): RpcId | undefined {
  const token = metaOf(params)?.['progressToken'];
  return typeof token === 'string' || typeof token === 'number' ? token : undefined;
}

function isImplementation(value: unknown): boolean {
  return isRecord(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string';
}
