import { Id, Line, type Scope, SCOPES, VERDICTS } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../http/page.dto.js';

export const TOKEN_KINDS = ['api', 'mcp'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Revocation ends a token earlier; forgetting one must not make it eternal. */
export const TOKEN_DAYS_MAX = 365;
export const TOKEN_DAYS_DEFAULT = 90;
/** The names travel inside the token, and tokens travel in headers. */
const INTEGRATIONS_MAX = 100;
const SLUG_LENGTH_MAX = 24;
/** As names of integrations are made; nothing else names one. */
const SLUG = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;
const TOOLS_MAX = 200;
/** All of them together; Node takes 16 KiB of headers, and a token is a third longer than what it says. */
export const TOOLS_BYTES_MAX = 6 * 1_024;
/** The router holds a call at most this long. */
const HOLD_MS_MAX = 45_000;
/** In less, not every tool has a name: slug 24, separator 2, digest 18. */
const NAME_BUDGET_MIN = 44;
/** What the protocol gives a name. */
const NAME_BUDGET_MAX = 128;

/** How far an MCP client reaches; see the README of the router. */
export class TokenSettings {
  /** Slugs; every integration when left out, none when empty. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(INTEGRATIONS_MAX)
  @IsString({ each: true })
  @MaxLength(SLUG_LENGTH_MAX, { each: true })
  @Matches(SLUG, { each: true, message: 'each of integrations must be a slug, like jira-cloud' })
  integrations?: string[];
  /** Policy keys, as `mcp.Jira.issue.get`; every tool of the integrations when left out, none when empty. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TOOLS_MAX)
  @ArrayUnique()
  @IsString({ each: true })
  tools?: string[];
  /** The least that each of its calls gets. */
  @IsOptional() @IsIn(VERDICTS) strictness?: (typeof VERDICTS)[number];
  @IsOptional() @IsInt() @Min(0) @Max(HOLD_MS_MAX) holdMs?: number;
  /** Characters that the name of a tool may have: some clients put more in front, and drop what is too long. */
  @IsOptional() @IsInt() @Min(NAME_BUDGET_MIN) @Max(NAME_BUDGET_MAX) nameBudget?: number;
  /** The server's own names, without the slug; for a token of one integration. */
  @IsOptional() @IsBoolean() bareNames?: boolean;
}

/** The settings beside the rest; only a token of an MCP client has any. */
export class CreateTokenBody extends TokenSettings {
  @Line(255) name!: string;
  @IsIn(TOKEN_KINDS) kind!: TokenKind;
  /** At most those of its maker; `approval:decide` is never implied. Of an MCP token: none. */
  @IsArray() @ArrayUnique() @IsIn(SCOPES, { each: true }) scopes!: Scope[];
  @IsOptional() @IsInt() @Min(1) @Max(TOKEN_DAYS_MAX) expiresInDays?: number;
}

const SETTINGS = [
  'integrations',
  'tools',
  'strictness',
  'holdMs',
  'nameBudget',
  'bareNames',
] as const satisfies readonly (keyof TokenSettings)[];

export function settingsOf(body: CreateTokenBody): TokenSettings {
  return Object.fromEntries(SETTINGS.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

export class TokenView {
  @IsUUID() id!: string;
  @IsIn(TOKEN_KINDS) kind!: TokenKind;
  @IsString() name!: string;
  /** The token's last characters, to tell it by: all tokens begin alike. */
  @IsString() hint!: string;
  @IsArray() @IsIn(SCOPES, { each: true }) scopes!: string[];
  @ValidateNested() @Type(() => TokenSettings) settings!: TokenSettings;
  @IsUUID() ownerId!: string;
  @IsISO8601() createdAt!: string;
  @IsISO8601() expiresAt!: string;
  @ValidateIf((_, value) => value !== null) @IsISO8601() revokedAt!: string | null;
  /** To the minute, and some seconds late of an MCP token, which the router sees; null when it never was. */
  @ValidateIf((_, value) => value !== null) @IsISO8601() lastUsedAt!: string | null;
}

export class CreatedTokenView extends TokenView {
  /** Shown this once. */
  @IsString() token!: string;
}

export class TokenPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => TokenView) items!: TokenView[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
}

/** The cursor is the last id. */
export class ListTokensQuery extends PickType(PageQuery, ['limit'] as const) {
  @IsOptional() @Id() cursor?: string;
}
