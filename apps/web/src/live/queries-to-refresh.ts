/**
 * The first element of every query's key is the noun that it is about, as here. What a kind of event changes:
 *
 * | kind           | queries                                    |
 * |----------------|--------------------------------------------|
 * | `approval.*`   | approvals, calls, runs                     |
 * | `call.*`       | calls                                      |
 * | `run.*`        | runs                                       |
 * | `integration.*`, `discovery.*`, `tool.*` | integrations, tools |
 * | anything else (`resync`) | all of them                      |
 */
export type QueryNoun = 'approvals' | 'calls' | 'runs' | 'integrations' | 'tools' | 'agents' | 'statistics';

const NOUNS_BY_SUBJECT: Readonly<Record<string, readonly QueryNoun[]>> = {
  approval: ['approvals', 'calls', 'runs'],
  call: ['calls'],
  calls: ['calls'],
  run: ['runs'],
  agent: ['agents'],
  integration: ['integrations', 'tools'],
  discovery: ['integrations', 'tools'],
  tool: ['integrations', 'tools'],
  tools: ['integrations', 'tools'],
  'tool-policies': ['integrations', 'tools'],
};

/** Keys to invalidate; an empty key is everything. */
export function queriesToRefresh(kind: string): readonly (readonly string[])[] {
  const nouns = NOUNS_BY_SUBJECT[kind.split('.')[0] ?? ''];
  return nouns ? nouns.map((noun) => [noun]) : [[]];
}
