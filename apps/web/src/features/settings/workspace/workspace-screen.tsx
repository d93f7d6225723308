import { Text } from '@mantine/core';

export function WorkspaceScreen() {
  return <Text c="dimmed">WorkspaceScreen</Text>;
}
