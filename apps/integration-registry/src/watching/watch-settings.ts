import { STREAM_BOUNDS, type StreamBounds } from './watch-limits.js';
import { DEFAULT_WATCH_TIMES, type WatchTimes } from './watch-times.js';

export interface WatchSettings {
  readonly times: WatchTimes;
  readonly streams: StreamBounds;
}

export const DEFAULT_WATCH_SETTINGS: WatchSettings = { times: DEFAULT_WATCH_TIMES, streams: STREAM_BOUNDS };
