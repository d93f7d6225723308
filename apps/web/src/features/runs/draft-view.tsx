import { Group, Loader, Stack, Text } from '@mantine/core';
import { UntrustedText } from '../../ui/untrusted-text.js';
import type { Draft } from './draft.js';

/** What the model is writing right now. */
export function DraftView({ draft }: { readonly draft: Draft }) {
  return (
    <Stack gap={4} aria-busy="true" data-draft>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          Turn {draft.turn}
        </Text>
        <Loader size="xs" type="dots" aria-label="writing" />
      </Group>
      <UntrustedText text={draft.isPartial ? `… ${draft.text}` : draft.text} />
    </Stack>
  );
}
