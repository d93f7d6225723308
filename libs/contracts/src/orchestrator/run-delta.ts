import { Min } from 'class-validator';
import { Count, Id, Text } from '../fields.js';

/** Pieces are gathered for a moment; a longer one is told in several. */
export const DELTA_CHARACTERS_MAX = 16_384;

/**
 * A piece of the text that a model is writing. Pieces of one `attempt` are put together by `index`, from 0 without gaps;
 * a gap means that one was lost, and only the record has the whole text. An answer that is asked for again is another
 * attempt: what the one before it told counts no more.
 */
export class RunDelta {
  @Id() workspaceId!: string;
  @Id() runId!: string;
  /** The turn that is being answered, from 1. */
  @Count() @Min(1) turn!: number;
  @Id() attempt!: string;
  @Count() index!: number;
  @Text(DELTA_CHARACTERS_MAX) text!: string;
}
