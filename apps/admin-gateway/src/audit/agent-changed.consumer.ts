import { agentChanged, type AgentChanged, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ofAgentFeed } from '../live-feed/to-feed-item.js';
import { RecordEvent } from './record-event.use-case.js';
import { ofAgentChanged } from './to-audit-entry.js';

@Consumes(agentChanged)
export class AgentChangedConsumer implements EventConsumer<AgentChanged> {
  constructor(private readonly record: RecordEvent) {}

  async handle(event: EventEnvelope<AgentChanged>): Promise<void> {
    await this.record.execute(agentChanged, event, { toEntry: ofAgentChanged, toItem: ofAgentFeed });
  }
}
