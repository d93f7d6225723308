import { IsBoolean } from 'class-validator';
import { Count, Id, NestedList, Nullable, OneOf, Optional, Text, Time } from '../fields.js';
import { PageRequest } from '../principal.js';

/** Why a server was discovered: a person did something, a call needed a fresh definition, its turn had come, or it said that its list changed. */
export const DISCOVERY_TRIGGERS = ['register', 'update', 'authorize', 'verify', 'poll', 'list-changed'] as const;
export type DiscoveryTrigger = (typeof DISCOVERY_TRIGGERS)[number];

export class DiscoveryAttempt {
  @Time() at!: string;
  @IsBoolean() succeeded!: boolean;
  @Count() durationMs!: number;
  @Nullable() @Text(128) errorCode!: string | null;
  @Nullable() @Text(1_000) message!: string | null;
  @Optional() @OneOf(DISCOVERY_TRIGGERS) trigger?: DiscoveryTrigger;
}

export class ListDiscoveryAttemptsRequest extends PageRequest {
  @Id() integrationId!: string;
}

/** The newest first. */
export class DiscoveryAttemptPage {
  @NestedList(() => DiscoveryAttempt, 200) items!: DiscoveryAttempt[];
  @Nullable() @Text(512) nextCursor!: string | null;
}

/** `unknown`: never checked. `degraded`: the last check failed. `down`: three or more in a row did. */
export const HEALTH_STATES = ['unknown', 'healthy', 'degraded', 'down'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
/** How changes are learnt: the server says so on a stream (either era), or it is asked again and again. */
export const WATCH_MODES = ['none', 'polling', 'list-changed', 'subscription'] as const;
export type WatchMode = (typeof WATCH_MODES)[number];

export class HealthView {
  @OneOf(HEALTH_STATES) state!: HealthState;
  /** Since when it is so. */
  @Nullable() @Time() since!: string | null;
  @Count() consecutiveFailures!: number;
  @OneOf(WATCH_MODES) watch!: WatchMode;
  @Nullable() @Time() nextCheckAt!: string | null;
}
