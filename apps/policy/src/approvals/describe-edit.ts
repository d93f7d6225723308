import { diffJson, parseStrictJson } from '@countersign/canonical-json';
import { DIFFERENCE_LIMITS, type DefinitionDifference } from '@countersign/contracts';

export interface EditDescription {
  readonly differences: readonly DefinitionDifference[];
  readonly truncated: boolean;
  /** What was changed and by whom, for the model that asked for the call. */
  readonly summary: string;
}

/** What the contract allows, with room for the end of the sentence. */
const SUMMARY_LENGTH_MAX = 1_900;

/** Both texts are canonical JSON. */
export function describeEdit(approver: string, original: string, edited: string): EditDescription {
  const { differences, truncated } = diffJson(parseStrictJson(original), parseStrictJson(edited), {
    limits: DIFFERENCE_LIMITS,
  });
  return { differences, truncated, summary: summarize(approver, differences, truncated) };
}

function summarize(approver: string, differences: readonly DefinitionDifference[], truncated: boolean): string {
  let sentence = `${approver} changed the arguments of this call before it was executed: `;
  for (const [index, difference] of differences.entries()) {
    const next = `${index === 0 ? '' : '; '}${inWords(difference)}`;
    if (sentence.length + next.length > SUMMARY_LENGTH_MAX) return `${sentence}; and more.`;
    sentence += next;
  }
  return truncated ? `${sentence}; and more.` : `${sentence}.`;
}

function inWords({ operation, pointer, before, after }: DefinitionDifference): string {
  const place = pointer || 'all of them';
  switch (operation) {
    case 'added':
      return `${place} was added as ${after}`;
    case 'removed':
      return `${place} (${before}) was removed`;
    case 'changed':
      return `${place} was changed from ${before} to ${after}`;
  }
}
