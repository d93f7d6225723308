import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../../session/session.js';
import { NameCard } from './name-card.js';
import { PasswordCard } from './password-card.js';
import { SessionsCard } from './sessions-card.js';

export function ProfileScreen() {
  const { data: me } = useQuery(meQuery);
  if (!me) return null;
  return (
    <Stack maw={860}>
      <NameCard name={me.name} email={me.email} />
      {me.hasPassword && <PasswordCard />}
      <SessionsCard />
    </Stack>
  );
}
