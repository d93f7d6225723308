import { once } from 'node:events';
import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Address, parseAddress } from './address-rules.js';
import { EgressConnectError, EgressRefusedError } from './egress.errors.js';
import { CONNECT_ATTEMPT_MS, KEEP_ALIVE_MS } from './limits.js';
import type { ResolvedTarget } from './resolve-target.client.js';
import { toConnectFailure } from './to-egress-error.js';

export interface DialOptions {
  readonly signal: AbortSignal;
  /** Additional trust for company servers, in PEM; the system's own otherwise. */
  readonly ca?: string | undefined;
}

/**
 * A connected socket to one of the addresses that were checked. The peer is compared before the first byte, so that even
 * a TLS greeting goes to nobody else. Throws EgressRefusedError, EgressConnectError, or the signal's reason.
 */
export async function dial(target: ResolvedTarget, options: DialOptions): Promise<Socket | TLSSocket> {
  const tcp = await openTcp(target, options.signal);
  if (target.protocol === 'http:') return tcp;
  return openTls(tcp, target, options);
}

async function openTcp(target: ResolvedTarget, signal: AbortSignal): Promise<Socket> {
  const { hostname, port, addresses } = target;
  const socket = connectTcp({
    host: hostname,
    port,
    lookup: answerWith(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: CONNECT_ATTEMPT_MS,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  });
  await ready(socket, 'connect', hostname, signal);
  // `lookup` is not called for every spelling of a host (a literal, for one): what counts is who is at the other end.
  if (!isCheckedPeer(socket.remoteAddress, addresses)) {
    socket.destroy();
    throw new EgressRefusedError('peer_not_allowed', hostname);
  }
  return socket;
}

async function openTls(tcp: Socket, target: ResolvedTarget, { signal, ca }: DialOptions): Promise<TLSSocket> {
  const { hostname } = target;
  const isLiteral = parseAddress(hostname) !== undefined;
  const socket = connectTls({
    socket: tcp,
    // The certificate is for the URL's host, not for the address; SNI knows names only.
    host: hostname,
    ...(isLiteral ? {} : { servername: hostname }),
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    // Said, because an environment variable can turn off the default.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  });
  await ready(socket, 'secureConnect', hostname, signal);
  return socket;
}

/** A resolver for Node's own dialling (several addresses, both families) that knows only what was checked. */
function answerWith(addresses: readonly Address[]): LookupFunction {
  const entries = addresses.map((address) => ({
    address: address.toString(),
    family: address.kind() === 'ipv4' ? 4 : 6,
  }));
  return (_hostname, _options, callback) => callback(null, entries);
}

export function isCheckedPeer(remoteAddress: string | undefined, addresses: readonly Address[]): boolean {
  const peer = remoteAddress === undefined ? undefined : parseAddress(remoteAddress)?.toString();
  return peer !== undefined && addresses.some((address) => address.toString() === peer);
}

async function ready(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  host: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await once(socket, event, { signal });
  } catch (cause) {
    socket.destroy();
    signal.throwIfAborted();
    throw new EgressConnectError(toConnectFailure(cause), host, { cause });
  }
}
