import { Text } from '@mantine/core';

export function MembersScreen() {
  return <Text c="dimmed">MembersScreen</Text>;
}
