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

interface Lane {
  running: number;
  /** Places under way and waiting, by principal. */
  readonly held: Map<string, number>;
  /** First come, first served. */
  readonly waiting: Set<(slot: Slot | null) => void>;
}

/**
 * How many calls of one integration this process has under way at once. A server that is slow or hangs fills its own
 * lane: the connections, the memory and the patience of all the others are not its to take.
 */
export class IntegrationSlots {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly options: SlotOptions = DEFAULTS) {}

  /**
   * Null: the integration is busy, and either too many calls wait for it already, or this one has waited for too long, or
   * its principal has as many under way and waiting as one may have.
   */
  async take({ workspaceId, tool, principal }: WantsSlot): Promise<Slot | null> {
    const key = `${workspaceId} ${tool?.integrationId ?? ''}`;
    const lane = this.lanes.get(key) ?? { running: 0, held: new Map(), waiting: new Set() };
    const leaveShare = this.takeShare(lane, principal);
    if (leaveShare === null) return null;
    this.lanes.set(key, lane);
    const slot = await this.takePlace(key, lane);
    if (slot === null) leaveShare();
    return (
      slot &&
      (() => {
        leaveShare();
        slot();
      })
    );
  }

  private takePlace(key: string, lane: Lane): Slot | null | Promise<Slot | null> {
    if (lane.running < this.options.running) return this.occupy(key, lane);
    return lane.waiting.size < this.options.waiting ? waitIn(lane) : null;
  }

  /** Null: the others' half is not its to take. */
  private takeShare(lane: Lane, principal: WantsSlot['principal']): (() => void) | null {
    if (principal === undefined) return () => undefined;
    const key = `${principal.kind} ${principal.id}`;
    const held = lane.held.get(key) ?? 0;
    if (held >= Math.ceil((this.options.running + this.options.waiting) * PRINCIPAL_SHARE_MAX)) return null;
    lane.held.set(key, held + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (lane.held.get(key) ?? 1) - 1;
      if (left > 0) lane.held.set(key, left);
      else lane.held.delete(key);
    };
  }

  private occupy(key: string, lane: Lane): Slot {
    let isHeld = true;
    lane.running += 1;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      lane.running -= 1;
      const [next] = lane.waiting;
      if (next !== undefined) next(this.occupy(key, lane));
      else if (lane.running === 0) this.lanes.delete(key);
    };
  }
}

function waitIn(lane: Lane): Promise<Slot | null> {
  return new Promise((resolve) => {
    // Out of the queue in the very turn in which it is decided: a slot that is given to somebody who has left is lost.
    const decide = (slot: Slot | null): void => {
      lane.waiting.delete(decide);
      clearTimeout(timer);
      resolve(slot);
    };
    const timer = setTimeout(() => decide(null), SLOT_WAIT_MS_MAX);
    lane.waiting.add(decide);
  });
}
