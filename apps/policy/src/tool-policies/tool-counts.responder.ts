import { countTools, CountToolsRequest, type ToolCountsList } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { CountTools } from './count-tools.use-case.js';

@Responder()
export class ToolCountsResponder {
  constructor(private readonly counting: CountTools) {}

  @Responds(countTools)
  async count(request: CountToolsRequest): Promise<ToolCountsList> {
    return this.counting.execute(request);
  }
}
