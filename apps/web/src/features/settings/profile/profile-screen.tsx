import { Text } from '@mantine/core';

export function ProfileScreen() {
  return <Text c="dimmed">ProfileScreen</Text>;
}
