import { Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

export interface EntranceProps {
  readonly title: string;
  readonly description?: ReactNode | undefined;
  readonly children: ReactNode;
}

/** The frame of what people see before they are signed in. */
export function Entrance({ title, description, children }: EntranceProps) {
  useDocumentTitle(`${title} · Countersign`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" p={{ base: 'lg', xs: 'xl' }} w="100%" maw={420}>
        <Stack>
          <Stack gap={4}>
            <Title order={1}>{title}</Title>
            {description !== undefined && <Text c="dimmed">{description}</Text>}
          </Stack>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
