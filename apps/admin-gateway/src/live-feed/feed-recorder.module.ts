import { Module } from '@nestjs/common';
import { FeedEventRepository } from './feed-event.repository.js';
import { FeedRecorder } from './feed-recorder.client.js';

/** What writes to the feed, for whoever consumes an event for other reasons too. */
@Module({ providers: [FeedEventRepository, FeedRecorder], exports: [FeedEventRepository, FeedRecorder] })
export class FeedRecorderModule {}
