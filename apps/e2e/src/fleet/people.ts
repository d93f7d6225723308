import { setTimeout as wait } from 'node:timers/promises';
import type { ApprovalView } from '@countersign/contracts';
import { editedId, fateOf } from './proposed-run.js';
import type { Decision, Workspace } from './workspace.js';

/** How often they look. */
const LOOK_MS = 300;

/** The people of a workspace: they decide by what a note's id says, and say what became of calls that nobody knows of. */
export class People {
  decided = 0;
  resolved = 0;
  private isWorking = true;
  private readonly work: Promise<void>;

  constructor(private readonly workspace: Workspace) {
    this.work = this.workUntilEnd();
  }

  async goHome(): Promise<void> {
    this.isWorking = false;
    await this.work;
  }

  private async workUntilEnd(): Promise<void> {
    while (this.isWorking) {
      // Nobody answers while processes are dead; people look again.
      await this.look().catch(() => undefined);
      await wait(LOOK_MS);
    }
  }

  private async look(): Promise<void> {
    for (const approval of await this.workspace.pending()) await this.decide(approval);
    this.resolved += await this.workspace.resolveUnknown();
  }

  private async decide(approval: ApprovalView): Promise<void> {
    const id = await this.workspace.noteOf(approval.callId);
    const { status } = await this.workspace.decide(approval, decisionOf(id));
    if (status === 200) this.decided += 1;
  }
}

function decisionOf(noteId: string): Decision {
  switch (fateOf(noteId)) {
    case 'deny':
      return { decision: 'deny', reason: 'not this one' };
    case 'edit':
      return { decision: 'approve', arguments: { id: editedId(noteId) } };
    default:
      // What is made again, because its router died, is decided as before.
      return { decision: 'approve' };
  }
}
