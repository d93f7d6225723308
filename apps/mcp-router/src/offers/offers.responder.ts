import { listOfferedTools, type ListOfferedToolsRequest, type OfferedToolPage } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { CallerGuard } from '../callers/caller.guard.js';
import { ListOfferedTools } from './list-offered-tools.use-case.js';

@Responder()
export class OffersResponder {
  constructor(
    private readonly callers: CallerGuard,
    private readonly offered: ListOfferedTools,
  ) {}

  @Responds(listOfferedTools)
  async list({ runToken, cursor }: ListOfferedToolsRequest): Promise<OfferedToolPage> {
    return this.offered.page(this.callers.ofRun(runToken), cursor);
  }
}
