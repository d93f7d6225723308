import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { FEED_KINDS, type FeedKind } from './feed-event.js';

/** Ids, and what became of it; the queries that are about it have the rest. */
export class FeedEvent {
  @IsInt() sequence!: number;
  @IsIn(FEED_KINDS) kind!: FeedKind;
  @IsISO8601() at!: string;
  @IsOptional() @IsUUID() approvalId?: string | null;
  @IsOptional() @IsUUID() callId?: string | null;
  @IsOptional() @IsUUID() integrationId?: string | null;
  @IsOptional() @IsUUID() runId?: string | null;
  @IsOptional() @IsUUID() agentId?: string | null;
  @IsOptional() @IsString() state?: string | null;
}

export class FeedPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => FeedEvent) items!: FeedEvent[];
  /** For the next `Last-Event-ID`. */
  @IsString() lastEventId!: string;
  /** The id that was sent is too old or unknown: everything has to be read anew. */
  @IsBoolean() resync!: boolean;
}
