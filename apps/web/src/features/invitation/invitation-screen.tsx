import { Title } from '@mantine/core';

export function InvitationScreen() {
  return <Title order={1}>Invitation</Title>;
}
