import { Alert, Code, Paper, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useSession } from '../../session/session.js';
import { CopyButton } from '../../ui/copy-button.js';
import { PageHeader } from '../../ui/page-header.js';
import { CliLoginForm, type Confirmed } from './cli-login-form.js';
import { cliLoginRoute } from './cli-login.routes.js';
import { type CliLogin, toCallback } from './read-cli-login.js';

/** Wide enough for the list of scopes in two columns. */
const FORM_WIDTH = 640;

/** A command line asks to act as the person who sits here. */
export function CliLoginScreen() {
  const login = cliLoginRoute.useLoaderData();
  return (
    <Stack maw={FORM_WIDTH}>
      <PageHeader title="Sign in a command line" />
      {login ? (
        <Confirmation login={login} />
      ) : (
        <Alert color="red" role="alert" title="This address is not complete">
          Begin again in the terminal: <Code>countersign login</Code>
        </Alert>
      )}
    </Stack>
  );
}

function Confirmation({ login }: { readonly login: CliLogin }) {
  const { workspaceId } = useSession();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (body: Confirmed) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/cli-logins', {
          params: { path: { workspaceId } },
          body: { ...body, challenge: login.challenge },
        }),
      ),
    onSuccess: ({ code }) => {
      if (login.wayBack) window.location.assign(toCallback(login.wayBack, { code }));
    },
  });
  if (data) return login.wayBack ? <OnTheWay /> : <CodeToType code={data.code} />;
  return <CliLoginForm login={login} onConfirm={mutate} isPending={isPending} error={error} />;
}

function OnTheWay() {
  return (
    <Alert color="green" role="status" title="Confirmed">
      Go back to the terminal; this page can be closed.
    </Alert>
  );
}

function CodeToType({ code }: { readonly code: string }) {
  return (
    <Paper withBorder p="lg">
      <Stack align="flex-start">
        <Text>
          Type this code in the terminal that waits for it, within two minutes. It works there alone, and once.
        </Text>
        <Code fz="xl" aria-label="Code">
          {code}
        </Code>
        <CopyButton value={code} label="Copy the code" />
      </Stack>
    </Paper>
  );
}
