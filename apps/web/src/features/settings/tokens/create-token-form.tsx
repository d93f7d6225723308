import { Button, Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, TextInput, Input } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useSession, type Scope } from '../../../session/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { IntegrationsSelect } from './integrations-select.js';
import { ScopesInput } from './scopes-input.js';
import type { NewToken } from './tokens.queries.js';

interface Fields {
  readonly kind: NewToken['kind'];
  readonly name: string;
  readonly expiresInDays: string;
  readonly scopes: Scope[];
  readonly isNarrowed: boolean;
  readonly integrations: string[];
  readonly strictness: 'allow' | 'ask' | 'deny';
  readonly holdSeconds: number;
}

const LIFETIMES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
];
/** The router holds a call at most this long. */
const HOLD_SECONDS_MAX = 45;

export interface CreateTokenFormProps {
  readonly onCreate: (body: NewToken) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

export function CreateTokenForm({ onCreate, isPending, error }: CreateTokenFormProps) {
  const { can } = useSession();
  const form = useForm<Fields>({
    initialValues: {
      kind: 'mcp',
      name: '',
      expiresInDays: '90',
      scopes: [],
      isNarrowed: false,
      integrations: [],
      strictness: 'allow',
      holdSeconds: HOLD_SECONDS_MAX,
    },
    validate: { name: (name) => (name.trim() === '' ? 'Give it a name, like "Laptop, Claude Code"' : null) },
  });
  const { kind } = form.values;
  return (
    <form onSubmit={form.onSubmit((fields) => onCreate(toNewToken(fields)))}>
      <Stack>
        {error && <ErrorState error={error} title="The token was not created" />}
        <SegmentedControl
          aria-label="What it is for"
          fullWidth
          data={[
            { value: 'mcp', label: 'An MCP client' },
            { value: 'api', label: 'The API and the CLI' },
          ]}
          {...form.getInputProps('kind')}
        />
        <TextInput label="Name" placeholder="Laptop, Claude Code" data-autofocus {...form.getInputProps('name')} />
        <Select label="Ends after" data={LIFETIMES} allowDeselect={false} {...form.getInputProps('expiresInDays')} />
        {kind === 'api' ? (
          <Input.Wrapper label="What it may do" description="Never more than you may.">
            <ScopesInput
              value={form.values.scopes}
              onChange={(scopes) => form.setFieldValue('scopes', scopes)}
              can={can}
            />
          </Input.Wrapper>
        ) : (
          <McpFields form={form} />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isPending}>
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function McpFields({ form }: { readonly form: UseFormReturnType<Fields> }) {
  return (
    <>
      <Checkbox label="Only some integrations" {...form.getInputProps('isNarrowed', { type: 'checkbox' })} />
      {form.values.isNarrowed && <IntegrationsSelect {...form.getInputProps('integrations')} />}
      <Select
        label="The least that each call gets"
        description="Stricter than the tools' own policies, never laxer."
        allowDeselect={false}
        data={[
          { value: 'allow', label: 'What the policy of the tool says' },
          { value: 'ask', label: 'Always a person’s approval' },
        ]}
        {...form.getInputProps('strictness')}
      />
      <NumberInput
        label="Hold a call that waits for approval"
        description="After that the client gets a ticket. Shorten it for clients that give up sooner."
        suffix=" s"
        min={0}
        max={HOLD_SECONDS_MAX}
        {...form.getInputProps('holdSeconds')}
      />
    </>
  );
}

function toNewToken(fields: Fields): NewToken {
  const { kind, name, expiresInDays, scopes, isNarrowed, integrations, strictness, holdSeconds } = fields;
  const common = { kind, name: name.trim(), expiresInDays: Number(expiresInDays) };
  if (kind === 'api') return { ...common, scopes };
  return {
    ...common,
    scopes: [],
    ...(isNarrowed && { integrations }),
    ...(strictness !== 'allow' && { strictness }),
    ...(holdSeconds < HOLD_SECONDS_MAX && { holdMs: holdSeconds * 1_000 }),
  };
}
