import { lookup as dnsLookup } from 'node:dns/promises';
import { type Address, parseAddress } from './address-rules.js';
import type { AllowList } from './allow-list.js';
import { EgressConnectError, EgressRefusedError } from './egress.errors.js';
import type { Target } from './parse-target.js';

/** All addresses of a name, as text. May throw. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

/** The system's resolver: hosts file, search domains and all, because company servers are found by them. */
export const systemLookup: Lookup = async (hostname) =>
  (await dnsLookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address);

export interface ResolvedTarget extends Target {
  /** Every one of them was checked; at least one. */
  readonly addresses: readonly Address[];
}

/**
 * Every address of the target's host. One forbidden address refuses the host: which of them is dialled would otherwise be
 * the choice of whoever runs its DNS. Throws EgressRefusedError, EgressConnectError.
 */
export async function resolveTarget(target: Target, allowList: AllowList, lookup: Lookup): Promise<ResolvedTarget> {
  const { hostname } = target;
  // A literal never reaches a resolver, so it is checked like an answer of one.
  const texts = parseAddress(hostname) === undefined ? await lookUp(hostname, lookup) : [hostname];
  const addresses = texts.map((text) => {
    const address = parseAddress(text);
    if (address === undefined || !allowList.permits(target, address)) {
      throw new EgressRefusedError('address_not_allowed', hostname);
    }
    return address;
  });
  return { ...target, addresses };
}

async function lookUp(hostname: string, lookup: Lookup): Promise<readonly string[]> {
  const texts = await lookup(hostname).catch((cause: unknown) => {
    throw new EgressConnectError('unresolved', hostname, { cause });
  });
  if (texts.length === 0) throw new EgressConnectError('unresolved', hostname);
  return texts;
}
