import type { WatchMode } from '@countersign/contracts';
import type { DiscoveredServer } from '../discovery/discovered-server.js';

/** How a server offers to announce that its list of tools changed. */
export type Offer = Extract<WatchMode, 'list-changed' | 'subscription'> | 'none';

export function chooseOffer({ era, hints }: Pick<DiscoveredServer, 'era' | 'hints'>): Offer {
  if (!hints.listChanged) return 'none';
  return era === 'modern' ? 'subscription' : 'list-changed';
}
