import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { answerOf, api, rememberCsrfToken } from '../../api/api.js';
import { meQuery } from '../../session/session.js';
import { Entrance } from '../../ui/entrance.js';
import { messageOf } from '../../ui/error-state.js';
import { loginRoute } from './login.routes.js';
import { ProviderButton } from './provider-button.js';
import { signInProblem } from './sign-in-problem.js';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export function LoginScreen() {
  const { returnTo = '/', ended, error: code } = loginRoute.useSearch();
  const { signIn, error, isPending } = useSignIn(returnTo);
  const problem = error ? messageOf(error) : code !== undefined && signInProblem(code);
  const form = useForm<Credentials>({ mode: 'uncontrolled', initialValues: { email: '', password: '' } });
  return (
    <Entrance title="Countersign" description="An agent proposes a tool call; a person countersigns it.">
      <form onSubmit={form.onSubmit(signIn)}>
        <Stack>
          {ended && !problem && <Alert color="yellow">Your session has ended. Sign in to go on where you were.</Alert>}
          {problem !== false && (
            <Alert color="red" role="alert">
              {problem}
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
      <ProviderButton returnTo={returnTo} />
    </Entrance>
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
