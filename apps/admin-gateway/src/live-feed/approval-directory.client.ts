import { setTimeout as pause } from 'node:timers/promises';
import { getApproval } from '@countersign/contracts';
import { RemoteError, RequestClient } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';

/** Between looks: policy hears of a request at the same moment, and has mostly taken it within some milliseconds. */
const PAUSES_MS = [20, 60, 150, 400];

/** Whoever is told of an approval looks at it at once: it is told when it is there to be looked at. */
@Injectable()
export class ApprovalDirectory {
  constructor(private readonly requests: RequestClient) {}

  /** @throws RemoteError when policy still does not know it: the event comes again later */
  async untilKnown(workspaceId: string, approvalId: string): Promise<void> {
    for (const pauseMs of PAUSES_MS) {
      if (await this.isKnown(workspaceId, approvalId)) return;
      await pause(pauseMs);
    }
    await this.requests.ask(getApproval, { workspaceId, approvalId });
  }

  private async isKnown(workspaceId: string, approvalId: string): Promise<boolean> {
    try {
      await this.requests.ask(getApproval, { workspaceId, approvalId });
      return true;
    } catch (error) {
      if (error instanceof RemoteError && error.code === 'approval.not_found') return false;
      throw error;
    }
  }
}
