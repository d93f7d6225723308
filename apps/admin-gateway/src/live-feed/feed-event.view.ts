import type { FeedRow } from './feed-event.repository.js';
import type { FeedEvent } from './live-feed.dto.js';

export function toFeedEvent({ sequence, kind, at, about }: FeedRow): FeedEvent {
  return { sequence, kind, at: at.toISOString(), ...about };
}
