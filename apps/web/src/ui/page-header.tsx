import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { usePendingCount } from '../features/approvals/pending-count.js';

export interface PageHeaderProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
}

/** The one first heading of a screen; the browser's tab says it too, with the number of what waits for a person. */
export function PageHeader({ title, description, actions }: PageHeaderProps) {
  const pending = usePendingCount();
  useDocumentTitle(`${pending ? `(${pending}) ` : ''}${title} · Countersign`);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Stack gap={2} miw={0}>
        <Title order={1}>{title}</Title>
        {description !== undefined && <Text c="dimmed">{description}</Text>}
      </Stack>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
