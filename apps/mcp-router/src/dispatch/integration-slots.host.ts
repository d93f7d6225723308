import type { Actor } from '@countersign/contracts';
import type { CalledTool } from '../calls/call.js';
import {
  CALLS_PER_INTEGRATION_MAX,
  CALLS_WAITING_PER_INTEGRATION_MAX,
  PRINCIPAL_SHARE_MAX,
  SLOT_WAIT_MS_MAX,
} from '../limits.js';

/** Gives the slot back; more than once does nothing. */
export type Slot = () => void;

/** Of one integration, in each replica. */
export interface SlotOptions {
  readonly running: number;
  readonly waiting: number;
}

const DEFAULTS: SlotOptions = { running: CALLS_PER_INTEGRATION_MAX, waiting: CALLS_WAITING_PER_INTEGRATION_MAX };

/** A call, or any other request to an integration. */
interface WantsSlot {
  readonly workspaceId: string;
  readonly tool: Pick<CalledTool, 'integrationId'> | null;
  /** Who asks for it; absent: what is asked on behalf of nobody in particular. */
  readonly principal?: Pick<Actor, 'kind' | 'id'>;
}

interface Waiting {
  readonly holder: string | null;
  readonly decide: (slot: Slot | null) => void;
}

interface Lane {
  running: number;
  /** Places under way, by principal. */
  readonly runningBy: Map<string, number>;
  /** Places under way and waiting, by principal. */
  readonly heldBy: Map<string, number>;
  /** First come, first served, among those whose principal has room. */
  readonly waiting: Set<Waiting>;
}

/**
 * How many calls of one integration this process has under way at once. A server that is slow or hangs fills its own
 * lane: the connections, the memory and the patience of all the others are not its to take.
 */
export class IntegrationSlots {
  private readonly lanes = new Map<string, Lane>();
  private readonly runningShare: number;
  private readonly heldShare: number;

  constructor(private readonly options: SlotOptions = DEFAULTS) {
    this.runningShare = Math.ceil(options.running * PRINCIPAL_SHARE_MAX);
    this.heldShare = Math.ceil((options.running + options.waiting) * PRINCIPAL_SHARE_MAX);
  }

  /**
   * Null: the integration is busy, and either too many calls wait for it already, or this one has waited for too long, or
   * its principal has as many under way and waiting as one may have.
   */
  async take({ workspaceId, tool, principal }: WantsSlot): Promise<Slot | null> {
    const key = `${workspaceId} ${tool?.integrationId ?? ''}`;
    const lane = this.lanes.get(key) ?? { running: 0, runningBy: new Map(), heldBy: new Map(), waiting: new Set() };
    const holder = principal === undefined ? null : `${principal.kind} ${principal.id}`;
    if (countOf(lane.heldBy, holder) >= this.heldShare) return null;
    this.lanes.set(key, lane);
    add(lane.heldBy, holder, 1);
    const slot = await this.takePlace(key, lane, holder);
    if (slot === null) add(lane.heldBy, holder, -1);
    return slot;
  }

  private takePlace(key: string, lane: Lane, holder: string | null): Slot | null | Promise<Slot | null> {
    if (this.hasRoom(lane, holder)) return this.occupy(key, lane, holder);
    return lane.waiting.size < this.options.waiting ? waitIn(lane, holder) : null;
  }

  /** However many places are free: a server that hangs would give none of them back to the others. */
  private hasRoom(lane: Lane, holder: string | null): boolean {
    return lane.running < this.options.running && countOf(lane.runningBy, holder) < this.runningShare;
  }

  private occupy(key: string, lane: Lane, holder: string | null): Slot {
    let isHeld = true;
    lane.running += 1;
    add(lane.runningBy, holder, 1);
    return () => {
      if (!isHeld) return;
      isHeld = false;
      lane.running -= 1;
      add(lane.runningBy, holder, -1);
      add(lane.heldBy, holder, -1);
      for (const next of lane.waiting) {
        if (!this.hasRoom(lane, next.holder)) continue;
        next.decide(this.occupy(key, lane, next.holder));
        return;
      }
      if (lane.running === 0) this.lanes.delete(key);
    };
  }
}

/** Nobody in particular has no share, and so none to use up. */
function countOf(counts: ReadonlyMap<string, number>, holder: string | null): number {
  return holder === null ? 0 : (counts.get(holder) ?? 0);
}

function add(counts: Map<string, number>, holder: string | null, change: 1 | -1): void {
  if (holder === null) return;
  const count = countOf(counts, holder) + change;
  if (count > 0) counts.set(holder, count);
  else counts.delete(holder);
}

function waitIn(lane: Lane, holder: string | null): Promise<Slot | null> {
  return new Promise((resolve) => {
    // Out of the queue in the very turn in which it is decided: a slot that is given to somebody who has left is lost.
    const waiting: Waiting = {
      holder,
      decide: (slot) => {
        lane.waiting.delete(waiting);
        clearTimeout(timer);
        resolve(slot);
      },
    };
    const timer = setTimeout(() => waiting.decide(null), SLOT_WAIT_MS_MAX);
    lane.waiting.add(waiting);
  });
}
