import { Alert, Button, Code, Group, Input, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { meQuery, type Scope, useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { ScopesInput } from '../settings/tokens/scopes-input.js';
import { type CliLogin, proposedScopes, toCallback, wantsToDecide } from './read-cli-login.js';

/** What the person makes of the proposal. */
export interface Confirmed {
  readonly name: string;
  readonly expiresInDays: number;
  readonly scopes: Scope[];
}

const LIFETIMES = [
  { value: '1', label: 'a day' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
];

export interface CliLoginFormProps {
  readonly login: CliLogin;
  readonly onConfirm: (confirmed: Confirmed) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

export function CliLoginForm({ login, onConfirm, isPending, error }: CliLoginFormProps) {
  const { can } = useSession();
  const { data: me } = useSuspenseQuery(meQuery);
  const refuse = useRefuse(login);
  const held = me?.workspaces[0]?.scopes ?? [];
  const form = useForm({
    initialValues: { name: login.name, expiresInDays: '30', scopes: proposedScopes(login, held) },
    validate: { name: (name) => (name.trim() === '' ? 'Say which machine it is' : null) },
  });
  return (
    <form
      onSubmit={form.onSubmit(({ name, expiresInDays, scopes }) =>
        onConfirm({ name: name.trim(), expiresInDays: Number(expiresInDays), scopes }),
      )}
    >
      <Stack>
        <Alert color="yellow" title="Did you just run countersign login?">
          Whoever did will act as you. If somebody sent you here, or asks you for the code, refuse.
        </Alert>
        {error && <ErrorState error={error} title="The command line was not signed in" />}
        <TextInput label="Name of the token" {...form.getInputProps('name')} />
        <Select label="Ends after" data={LIFETIMES} allowDeselect={false} {...form.getInputProps('expiresInDays')} />
        <Input.Wrapper label="What it may do" description="Never more than you may.">
          {wantsToDecide(login) && (
            <Alert color="orange" variant="light" my="xs">
              It asks to decide approvals (<Code>approval:decide</Code>). Tick that below if you want it to.
            </Alert>
          )}
          <ScopesInput
            value={form.values.scopes}
            onChange={(scopes) => form.setFieldValue('scopes', scopes)}
            can={can}
          />
        </Input.Wrapper>
        <Group justify="flex-end">
          <Button variant="default" onClick={refuse}>
            Refuse
          </Button>
          <Button type="submit" loading={isPending}>
            Sign it in
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The command line is told, where it listens: it need not wait. */
function useRefuse({ wayBack }: CliLogin): () => void {
  const router = useRouter();
  return () => {
    if (wayBack) window.location.assign(toCallback(wayBack, { error: 'denied' }));
    else router.history.push('/');
  };
}
