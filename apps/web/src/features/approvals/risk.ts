import type { ApprovalTool } from './approval.js';

export interface Hint {
  readonly label: string;
  readonly color: string;
  readonly meaning: string;
}

type Annotations = ApprovalTool['annotations'] | undefined;

export function isDestructive(annotations: Annotations): boolean {
  return annotations?.['readOnlyHint'] !== true && annotations?.['destructiveHint'] === true;
}

const NO_HINTS: Hint = { label: 'no hints', color: 'gray', meaning: 'The server does not say what the tool may do.' };

/** What a server says of its own tool, the gravest first: a claim, which nothing checks. */
export function listHints(annotations: Annotations): Hint[] {
  if (!annotations || Object.keys(annotations).length === 0) return [NO_HINTS];
  const isReadOnly = annotations['readOnlyHint'] === true;
  const hints: (Hint | false)[] = [
    isDestructive(annotations) && {
      label: 'destructive',
      color: 'red',
      meaning: 'The server says that the tool may delete or overwrite things.',
    },
    isReadOnly && { label: 'read only', color: 'teal', meaning: 'The server says that the tool changes nothing.' },
    !isReadOnly &&
      annotations['destructiveHint'] === false && {
        label: 'only adds',
        color: 'blue',
        meaning: 'The server says that the tool deletes nothing.',
      },
    annotations['openWorldHint'] === true && {
      label: 'reaches outside',
      color: 'yellow',
      meaning: 'The server says that the tool reaches beyond its own system.',
    },
    annotations['idempotentHint'] === true && {
      label: 'repeatable',
      color: 'gray',
      meaning: 'The server says that doing it twice does no more than doing it once.',
    },
  ];
  return hints.filter((hint) => hint !== false);
}
