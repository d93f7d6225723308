import { Module } from '@nestjs/common';
import { EventStreamsModule } from '../event-streams/event-streams.module.js';
import { ApprovalDirectory } from './approval-directory.client.js';
import { ApprovalDecidedConsumer } from './approval-decided.consumer.js';
import { ApprovalRequestedConsumer } from './approval-requested.consumer.js';
import { ApprovalWithdrawnConsumer } from './approval-withdrawn.consumer.js';
import { FeedReader } from './feed-reader.client.js';
import { FeedRecorderModule } from './feed-recorder.module.js';
import { FeedRetentionSweeper } from './feed-retention.sweeper.js';
import { LiveFeedController } from './live-feed.controller.js';
import { LiveFeed } from './live-feed.host.js';
import { RunCancelledConsumer } from './run-cancelled.consumer.js';
import { RunFinishedConsumer } from './run-finished.consumer.js';
import { RunResumedConsumer } from './run-resumed.consumer.js';
import { RunStartedConsumer } from './run-started.consumer.js';
import { RunSuspendedConsumer } from './run-suspended.consumer.js';
import { ToolPoliciesChangedConsumer } from './tool-policies-changed.consumer.js';

const CONSUMERS = [
  ApprovalRequestedConsumer,
  ApprovalDecidedConsumer,
  ApprovalWithdrawnConsumer,
  ToolPoliciesChangedConsumer,
  RunStartedConsumer,
  RunSuspendedConsumer,
  RunResumedConsumer,
  RunFinishedConsumer,
  RunCancelledConsumer,
];

/** What of the registry and of agents is told here, the audit's consumers put into the feed: each event has one consumer. */
@Module({
  imports: [EventStreamsModule, FeedRecorderModule],
  controllers: [LiveFeedController],
  providers: [ApprovalDirectory, FeedReader, FeedRetentionSweeper, LiveFeed, ...CONSUMERS],
})
export class LiveFeedModule {}
