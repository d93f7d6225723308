import type { components } from '@countersign/api-client';

type LoggedChange = components['schemas']['ToolChange'];

const KINDS: Readonly<Record<LoggedChange['kinds'][number], string>> = {
  added: 'added',
  removed: 'not listed any more',
  reappeared: 'listed again',
  title_changed: 'title changed',
  description_changed: 'description changed',
  input_schema_changed: 'input changed',
  output_schema_changed: 'output changed',
  annotations_changed: 'annotations changed',
  name_flagged: 'name looks like another',
};

const WARNINGS: Readonly<Record<LoggedChange['warnings'][number], string>> = {
  read_only_became_writing: 'said that it only reads, and does not any more',
  became_destructive: 'says now that it may destroy',
  confusable: 'looks like another tool',
  not_ascii: 'has letters that can be mistaken',
  invisible: 'has hidden characters',
};

/** `description changed, input changed` */
export function describeKinds({ kinds }: Pick<LoggedChange, 'kinds'>): string {
  return kinds.map((kind) => KINDS[kind]).join(', ') || 'changed';
}

export function describeWarnings({ warnings }: Pick<LoggedChange, 'warnings'>): string[] {
  return warnings.map((warning) => WARNINGS[warning]);
}
