import type { CallEdit, Outcome } from './call.js';

/** The result of a call whose arguments somebody edited: the model is told what was really done, after everything else. */
export function tellEdit(outcome: Outcome, { summary }: CallEdit): Outcome {
  const result = JSON.parse(outcome.result.toString('utf8')) as { content?: unknown };
  const content: unknown[] = Array.isArray(result.content) ? result.content : [];
  const told = { ...result, content: [...content, { type: 'text', text: summary }] };
  return { ...outcome, result: Buffer.from(JSON.stringify(told), 'utf8') };
}
