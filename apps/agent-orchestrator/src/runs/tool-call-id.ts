/**
 * The n-th call of a turn. Models may repeat or omit their own ids, and providers restrict the alphabet
 * (`[a-zA-Z0-9_-]`), so a run numbers its calls itself: the same answer always gives the same ids.
 */
export function toToolCallId(turn: number, index: number): string {
  return `turn${turn}_call${index + 1}`;
}
