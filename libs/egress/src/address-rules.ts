import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/*
 * | address                         | public | an operator's CIDR can open it |
 * |---------------------------------|--------|--------------------------------|
 * | 93.184.216.34, 2606:2800::1     | yes    | needs no opening               |
 * | 10.0.0.1, 127.0.0.1, fd12::1    | no     | yes                            |
 * | 169.254.169.254, fd00:ec2::254  | no     | never: metadata                |
 * | 0.0.0.0, ::, 224.0.0.1          | no     | never: not one host            |
 * | ::ffff:10.0.0.1                 | as 10.0.0.1                             |
 * | 64:ff9b::a00:1 (NAT64 of v4)    | no     | yes, unless the v4 is a never  |
 */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Cidr = readonly [Address, number];

/**
 * Never, whatever an operator's CIDR says. Cloud metadata services hand out the machine's own credentials, several of
 * them on addresses that count as unicast; the rest stand for "this host" or for many.
 */
const NEVER: readonly Cidr[] = [
  '169.254.0.0/16', // link-local: AWS, Azure, Google, Oracle, DigitalOcean, OpenStack; ECS 169.254.170.2
  'fe80::/10',
  '168.63.129.16/32', // Azure's wire server
  '100.100.100.200/32', // Alibaba
  '192.0.0.192/32', // Oracle
  'fd00:ec2::/32', // AWS: 254 instance metadata, 23 pod identity
  'fd20:ce::254/128', // Google
  '0.0.0.0/8', // dials the host itself on Linux
  '::/128',
  '224.0.0.0/4',
  'ff00::/8',
  '255.255.255.255/32',
].map((text) => ipaddr.parseCIDR(text));

/** The only part of IPv6 that is handed out for the public internet; the rest of what counts as unicast is not in use. */
const GLOBAL_IPV6: Cidr = ipaddr.parseCIDR('2000::/3');
/** `::a9fe:a9fe` is the deprecated spelling of an IPv4 address, and counts as unicast. */
const IPV4_COMPATIBLE: Cidr = ipaddr.parseCIDR('::/96');

/** Prefixes that carry an IPv4 address: translated on the way, they reach it. The number is the offset of its four bytes. */
const IPV4_CARRIERS: readonly (readonly [Cidr, number])[] = [
  [IPV4_COMPATIBLE, 12],
  [ipaddr.parseCIDR('64:ff9b::/96'), 12],
  [ipaddr.parseCIDR('64:ff9b:1::/48'), 12],
  [ipaddr.parseCIDR('::ffff:0:0:0/96'), 12],
  [ipaddr.parseCIDR('2002::/16'), 2],
];

/** The address a literal stands for, IPv4-mapped ones as IPv4; undefined for what is none. */
export function parseAddress(text: string): Address | undefined {
  // A zone (`%eth0`) makes a link-local address of this host's networks, which nobody may name.
  if (text.includes('%')) return undefined;
  // ipaddr.js also reads octal, hex and short forms, in which programs disagree; only the strict forms are taken here.
  switch (isIP(text)) {
    case 4:
      return ipaddr.IPv4.parse(text);
    case 6:
      return ipaddr.process(toHexGroups(text));
    default:
      return undefined;
  }
}

/** ipaddr.js takes `::8.8.8.8` for IPv4-mapped, sockets for IPv4-compatible; in hex groups there is one reading. */
function toHexGroups(text: string): string {
  return withoutBrackets(new URL(`http://[${text}]/`).hostname);
}

/** URLs put IPv6 in brackets; sockets and resolvers do not. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

export function parseCidr(text: string): Cidr | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || isIP(address) !== (parsed.kind() === 'ipv4' ? 4 : 6) || rest.length > 0) return undefined;
  const bits = parsed.kind() === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
  return length <= bits ? [parsed, length] : undefined;
}

export function isInCidr(address: Address, [network, length]: Cidr): boolean {
  return address.kind() === network.kind() && address.match(network, length);
}

/** Whether anybody on the internet may be sent there. */
export function isPublicAddress(address: Address): boolean {
  if (isNeverAllowed(address) || address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || (isInCidr(address, GLOBAL_IPV6) && !isInCidr(address, IPV4_COMPATIBLE));
}

/** Metadata services and addresses that are no single host, also where IPv6 only carries them. */
export function isNeverAllowed(address: Address): boolean {
  const carried = carriedIpv4(address);
  return [address, ...carried].some((candidate) => NEVER.some((range) => isInCidr(candidate, range)));
}

function carriedIpv4(address: Address): Address[] {
  // ::1 lies in ::/96 and carries nothing: it would be 0.0.0.1.
  if (address.range() === 'loopback') return [];
  return IPV4_CARRIERS.filter(([prefix]) => isInCidr(address, prefix)).map(
    ([, offset]) => new ipaddr.IPv4(address.toByteArray().slice(offset, offset + 4)),
  );
}
