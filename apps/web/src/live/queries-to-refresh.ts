/**
 * The first element of every query's key is the noun that it is about, as here. What a kind of event changes:
 *
 * | kind                                                | queries                |
 * |-----------------------------------------------------|------------------------|
 * | `approval.*`                                        | approvals, calls, runs |
 * | `calls.changed`                                     | calls                  |
 * | `run.*`                                             | runs                   |
 * | `agent.changed`                                     | agents                 |
 * | `integration.*`, `discovery.*`, `tool-policies.*`   | integrations, tools    |
 * | anything else (`resync`)                            | all of them            |
 *
 * `statistics` are sums over many calls, which come every second: they ask by themselves, and less often.
 */
export type QueryNoun = 'approvals' | 'calls' | 'runs' | 'integrations' | 'tools' | 'agents' | 'statistics';

const NOUNS_BY_SUBJECT: Readonly<Record<string, readonly QueryNoun[]>> = {
  approval: ['approvals', 'calls', 'runs'],
  calls: ['calls'],
  run: ['runs'],
  agent: ['agents'],
  integration: ['integrations', 'tools'],
  discovery: ['integrations', 'tools'],
  'tool-policies': ['integrations', 'tools'],
};

/** Keys to invalidate; an empty key is everything. */
export function queriesToRefresh(kind: string): readonly (readonly string[])[] {
  const nouns = NOUNS_BY_SUBJECT[kind.split('.')[0] ?? ''];
  return nouns ? nouns.map((noun) => [noun]) : [[]];
}
