import { Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What a person is waited for, on the page's own ground: quiet text in it stays readable in both colour schemes. */
export function WaitingBox({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper
      p="sm"
      component="section"
      aria-label={title}
      bg="var(--mantine-color-body)"
      bd="1px solid var(--mantine-color-yellow-filled)"
    >
      <Stack gap="xs">
        <Group wrap="nowrap" gap="xs">
          <ThemeIcon variant="light" color="yellow" size="sm">
            <IconHandStop size={14} aria-hidden />
          </ThemeIcon>
          <Text size="sm" fw={600}>
            {title}
          </Text>
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
