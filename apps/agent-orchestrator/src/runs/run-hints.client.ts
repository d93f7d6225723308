import { Inject, Injectable } from '@nestjs/common';
import { runAppended } from '@countersign/contracts';
import { Bus, publishHint } from '@countersign/messaging';
import type { RunEntity } from './run.entity.js';

/** Tells those who watch a run that its log is longer; after the commit, so that they find what is told. */
@Injectable()
export class RunHints {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  tell({ workspaceId, id: runId, version }: RunEntity): void {
    publishHint(this.bus, runAppended, { workspaceId, runId, version });
  }
}
