import { Skeleton, Spoiler, Text } from '@mantine/core';
import { JsonView } from '../../ui/json-view.js';
import { ArgumentsEdit } from '../calls/arguments-edit.js';
import type { ApprovalDetails } from './approval.js';

export interface ApprovalArgumentsProps {
  /** Undefined while they are not known. */
  readonly text: string | undefined;
  readonly details: ApprovalDetails | undefined;
  /** In pixels: what is beyond it is one click away. Absent: all of them are shown. */
  readonly foldedHeight?: number;
}

/** Of a card. */
export const CARD_FOLDED_HEIGHT = 240;

/** What would be sent, or was, byte for byte but for its layout. */
export function ApprovalArguments({ text, details, foldedHeight }: ApprovalArgumentsProps) {
  if (details?.edit) return <ArgumentsEdit edit={details.edit} />;
  if (text === undefined) return <Skeleton height={72} />;
  if (text === '{}') {
    return (
      <Text size="sm" c="dimmed">
        Without arguments.
      </Text>
    );
  }
  if (foldedHeight === undefined) return <JsonView text={text} label="Arguments" />;
  return (
    <Spoiler
      maxHeight={foldedHeight}
      showLabel="Show all of the arguments"
      hideLabel="Show less"
      transitionDuration={0}
      styles={{ control: { fontSize: 'var(--mantine-font-size-sm)' } }}
    >
      <JsonView text={text} label="Arguments" />
    </Spoiler>
  );
}
