import { Button, PasswordInput, Skeleton, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, api } from '../../api/api.js';
import { takeLinkSecret } from '../../session/link-secret.js';
import { Entrance } from '../../ui/entrance.js';
import { ErrorState } from '../../ui/error-state.js';
import { visible } from '../../ui/visible.js';
import { NEW_PASSWORD_HINT, newPasswordProblem } from '../settings/profile/new-password-problem.js';

/** Where the link that an admin made leads: sets a new password, once. */
export function ResetPasswordScreen() {
  const [secret] = useState(takeLinkSecret);
  const { data, error, isPending } = useQuery({
    queryKey: ['password-reset'],
    queryFn: () => answerOf(api.POST('/api/v1/password-resets/lookup', { body: { secret } })),
    enabled: secret !== '',
    retry: false,
  });
  const use = useMutation({
    mutationFn: (password: string) => answerOf(api.POST('/api/v1/password-resets', { body: { secret, password } })),
  });
  if (use.isSuccess) {
    return (
      <Entrance title="Your password is set" description="Everywhere you were signed in has ended.">
        <Button component={Link} to="/login">
          Sign in
        </Button>
      </Entrance>
    );
  }
  if (secret === '' || error) {
    return (
      <Entrance title="This link does not work" description="It may have been used, or it is too old.">
        {error && <ErrorState error={error} title="What the server says" />}
        <Text>Ask an admin for another one.</Text>
      </Entrance>
    );
  }
  return (
    <Entrance title="A new password" description={data ? `For ${visible(data.email)}` : undefined}>
      {isPending && <Skeleton height={120} aria-busy="true" />}
      {data && <NewPasswordForm onSubmit={use.mutate} isPending={use.isPending} error={use.error} />}
    </Entrance>
  );
}

interface NewPasswordFormProps {
  readonly onSubmit: (password: string) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

function NewPasswordForm({ onSubmit, isPending, error }: NewPasswordFormProps) {
  const form = useForm({ initialValues: { password: '' }, validate: { password: newPasswordProblem } });
  return (
    <form onSubmit={form.onSubmit(({ password }) => onSubmit(password))}>
      <Stack>
        {error && <ErrorState error={error} title="The password was not set" />}
        <PasswordInput
          label="New password"
          description={NEW_PASSWORD_HINT}
          autoComplete="new-password"
          autoFocus
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={isPending}>
          Set the password
        </Button>
      </Stack>
    </form>
  );
}
