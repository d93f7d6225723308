import { ANSWERS_SHARE_MAX, HELD_ANSWERS_PER_INTEGRATION_MAX, HELD_ANSWERS_PER_WORKSPACE_MAX } from '../limits.js';
import type { HeldTotal } from '../held-total.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/** What one answer takes while it is read. */
export interface AnswerRoom {
  /** So much is there by now, instead of what was said before. @returns false where there is no room, or no more */
  readonly hold: (bytes: number) => boolean;
  /** It is read, or is not waited for any more: nothing is kept for it. */
  readonly leave: () => void;
}

export type EnterAnswer = () => AnswerRoom;

export interface HeldAnswersOptions {
  readonly perIntegration: number;
  readonly perWorkspace: number;
}

const DEFAULTS: HeldAnswersOptions = {
  perIntegration: HELD_ANSWERS_PER_INTEGRATION_MAX,
  perWorkspace: HELD_ANSWERS_PER_WORKSPACE_MAX,
};

/**
 * Answers of servers that are still being read, in the one total of what this process keeps for others. A server that begins
 * long answers and does not end them uses up its own part, and what all of a workspace's servers do is that workspace's.
 */
export class HeldAnswers {
  private readonly byHolder = new Map<string, number>();

  constructor(
    private readonly total: HeldTotal,
    private readonly options: HeldAnswersOptions = DEFAULTS,
  ) {}

  of({ workspaceId, integrationId }: Pick<UpstreamTarget, 'workspaceId' | 'integrationId'>): EnterAnswer {
    return () => this.enter(workspaceId, `${workspaceId} ${integrationId}`);
  }

  private enter(workspace: string, integration: string): AnswerRoom {
    let own = 0;
    let hasLeft = false;
    const { perIntegration, perWorkspace } = this.options;
    const set = (bytes: number): void => {
      const more = bytes - own;
      own = bytes;
      this.total.add(more);
      for (const holder of [workspace, integration]) this.add(holder, more);
    };
    const fits = (more: number): boolean =>
      more <= 0 ||
      (this.heldBy(integration) + more <= perIntegration &&
        this.heldBy(workspace) + more <= perWorkspace &&
        this.total.hasRoom(more, ANSWERS_SHARE_MAX));
    return {
      hold: (bytes) => {
        // What comes after the end would never be given back.
        if (hasLeft || !fits(bytes - own)) return false;
        set(bytes);
        return true;
      },
      leave: () => {
        set(0);
        hasLeft = true;
      },
    };
  }

  private add(holder: string, bytes: number): void {
    const held = this.heldBy(holder) + bytes;
    if (held > 0) this.byHolder.set(holder, held);
    else this.byHolder.delete(holder);
  }

  private heldBy(holder: string): number {
    return this.byHolder.get(holder) ?? 0;
  }
}
