import { Badge, Box, Group, Paper, Text } from '@mantine/core';
import { RelativeTime } from '../../ui/times.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import { Folded } from '../calls/folded.js';
import type { PersonEntry } from './transcript.js';

export interface PersonMessageProps {
  readonly entry: PersonEntry;
  readonly name: string;
}

export function PersonMessage({ entry, name }: PersonMessageProps) {
  return (
    <Box ml={{ base: 'md', sm: '15%' }} component="article" aria-label={`${visible(name)} wrote`}>
      <Group gap="xs" justify="flex-end" mb={4}>
        {entry.isHistory && <Badge color="gray">taken over</Badge>}
        <Text size="sm" fw={600}>
          {visible(name)}
        </Text>
        <RelativeTime time={entry.at} c="dimmed" size="xs" />
      </Group>
      <Paper bg="var(--mantine-primary-color-light)" px="md" py="sm" ml="auto" w="fit-content" maw="100%">
        <Folded label="message">
          <UntrustedText text={entry.text} />
        </Folded>
      </Paper>
    </Box>
  );
}
