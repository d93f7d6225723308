import { Stack, Text } from '@mantine/core';
import type { ApprovalDetails } from './calls.queries.js';
import { diffJson } from './diff-text.js';
import { DiffView } from './diff-view.js';

/** What an approver made of the arguments, line by line. */
export function ArgumentsEdit({ edit }: { readonly edit: NonNullable<ApprovalDetails['edit']> }) {
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        What was changed of the arguments
      </Text>
      <DiffView lines={diffJson(edit.original, edit.edited)} label="Changed arguments" />
    </Stack>
  );
}
