import { Text } from '@mantine/core';

export function GroupsScreen() {
  return <Text c="dimmed">GroupsScreen</Text>;
}
