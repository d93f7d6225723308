import { Button, Card, Group, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { answerOf, api } from '../../../api/api.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { NEW_PASSWORD_HINT, newPasswordProblem } from './new-password-problem.js';

export function PasswordCard() {
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (text) => (text === '' ? 'Needed to know that it is you' : null),
      newPassword: newPasswordProblem,
    },
  });
  const change = useWorkspaceMutation({
    write: (body: { currentPassword: string; newPassword: string }) =>
      answerOf(api.POST('/api/v1/me/password', { body })),
    changes: ['me', 'sessions'],
    done: 'Your password is changed. Everywhere else you are signed out.',
    failed: 'Your password was not changed',
    onDone: () => form.reset(),
  });
  return (
    <Card withBorder>
      <Title order={2} mb={4}>
        Password
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        Changing it signs you out everywhere else.
      </Text>
      <form onSubmit={form.onSubmit((fields) => change.mutate(fields))}>
        <Stack maw={320}>
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label="New password"
            description={NEW_PASSWORD_HINT}
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
          />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
