import { MaxLength, MinLength } from 'class-validator';
import { NonEmptyText, OneOf, Optional, TextList } from '../fields.js';

/** Entries of a scope; an integration may have several. */
export const SCOPES_MAX = 200;
/** The bound of a slug is 24; one that is longer is of no integration, and reaches nothing. */
export const SLUG_LENGTH_MAX = 255;
/** As many as one list in a token may have; more of them go into another entry of the same integration. */
const TOOL_NAMES_MAX = 500;
/** As long as the registry keeps them. */
const TOOL_NAME_LENGTH_MAX = 1_024;

/**
 * In JSON, as UTF-8. The scope of an agent travels in the token of each of its runs, which has at most 64 KiB: base64 makes
 * four bytes of three, and 4 KiB are for the other claims and the signature.
 */
export const AGENT_TOOLS_BYTES_MAX = 44 * 1_024;

/** The least that a call gets; policy's own verdict can only be stricter. */
export const AGENT_STRICTNESSES = ['allow', 'ask'] as const;
export type AgentStrictness = (typeof AGENT_STRICTNESSES)[number];

/** One integration's part of what an agent may use. A tool that several entries reach gets the strictest of them. */
export class AgentToolScope {
  /** The slug: immutable, and never given to another integration. It need not be registered yet. */
  @NonEmptyText(SLUG_LENGTH_MAX) integration!: string;
  /** Raw names, of which every byte counts; all tools of the integration when left out, none when empty. */
  @Optional()
  @TextList(TOOL_NAMES_MAX)
  @MinLength(1, { each: true })
  @MaxLength(TOOL_NAME_LENGTH_MAX, { each: true })
  toolNames?: string[];
  /** `ask`: each call waits for a person, also of a tool that policy allows. */
  @Optional() @OneOf(AGENT_STRICTNESSES) strictness?: AgentStrictness;
}
