import { approvalDecided, type ApprovalDecided, type EventEnvelope } from '@countersign/contracts';
import { crashPoint, Inbox } from '@countersign/database';
import { Consumes, durableOf, type EventConsumer } from '@countersign/messaging';
import { CallSignals } from '../calls/call-signals.js';
import { Dispatcher } from '../dispatch/dispatcher.host.js';
import { ApplyDecision } from './apply-decision.use-case.js';
import { EditedArgumentsClient } from './edited-arguments.client.js';

const DURABLE = durableOf('mcp-router', approvalDecided);

/** A person has decided. The decision and its mark commit together; what follows from it is in the row. */
@Consumes(approvalDecided)
export class ApprovalDecidedConsumer implements EventConsumer<ApprovalDecided> {
  constructor(
    private readonly inbox: Inbox,
    private readonly edited: EditedArgumentsClient,
    private readonly apply: ApplyDecision,
    private readonly dispatcher: Dispatcher,
    private readonly signals: CallSignals,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<ApprovalDecided>): Promise<void> {
    // Outside of the transaction, which waits for nobody.
    const edit = await this.edited.fetchFor(workspaceId, data);
    await this.inbox.once(DURABLE, id, workspaceId, async (tx) => {
      await this.apply.execute(tx, data, edit);
      crashPoint('before-decision-commit');
    });
    crashPoint('after-decision-commit');
    this.signals.changed(data.callId);
    if (data.outcome === 'approved') this.dispatcher.start(workspaceId, data.callId);
  }
}
