import type { WriteRequest, Way } from '@countersign/contracts';

/** On which way a request came. A gateway from before there were others knows one way only. */
export function wayOf({ way }: Pick<WriteRequest, 'way'>): Way {
  return way ?? 'api';
}
