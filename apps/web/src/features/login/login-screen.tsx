import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { answerOf, api, rememberCsrfToken } from '../../api/api.js';
import { meQuery } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { loginRoute } from './login.routes.js';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function LoginScreen() {
  useDocumentTitle('Sign in · Countersign');
  const { returnTo, ended } = loginRoute.useSearch();
  const { signIn, error, isPending } = useSignIn(returnTo ?? '/');
  const form = useForm<Credentials>({ mode: 'uncontrolled', initialValues: { email: '', password: '' } });
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={400}>
        <form onSubmit={form.onSubmit(signIn)}>
          <Stack>
            <Stack gap={4}>
              <Title order={1}>Countersign</Title>
              <Text c="dimmed">An agent proposes a tool call; a person countersigns it.</Text>
            </Stack>
            {ended && !error && <Alert color="yellow">Your session has ended. Sign in to go on where you were.</Alert>}
            {error && (
              <Alert color="red" role="alert">
                {messageOf(error)}
              </Alert>
            )}
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              key={form.key('email')}
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

function useSignIn(returnTo: string) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (body: Credentials) => answerOf(api.POST('/api/v1/auth/login', { body })),
    onSuccess: async ({ csrfToken }) => {
      rememberCsrfToken(csrfToken);
      await queryClient.resetQueries({ queryKey: meQuery.queryKey });
      router.history.push(returnTo);
    },
  });
  return { signIn: (credentials: Credentials) => mutate(credentials), error, isPending };
}
