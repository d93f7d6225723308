import { Text } from '@mantine/core';

export function WebhooksScreen() {
  return <Text c="dimmed">WebhooksScreen</Text>;
}
