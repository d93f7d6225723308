import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { randomId } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type AuthKind, type ConnectionValues, TIMEOUT_SECONDS_MAX, type Transport } from './connection-values.js';

const AUTHS: { value: AuthKind; label: string }[] = [
  { value: 'none', label: 'None' },
  { value: 'headers', label: 'Headers, an API key for example' },
  { value: 'oauth2', label: 'OAuth: a person authorizes it' },
  { value: 'client-credentials', label: 'OAuth: client credentials' },
];
const TRANSPORTS: { value: Transport; label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'streamable-http', label: 'Streamable HTTP' },
  { value: 'sse', label: 'HTTP+SSE (2024-11-05)' },
];

export interface ConnectionFieldsProps {
  readonly values: ConnectionValues;
  readonly onChange: (change: Partial<ConnectionValues>) => void;
  /** Of headers that are stored and not shown again. */
  readonly storedHeaders?: readonly string[];
  readonly hasStoredSecret?: boolean;
}

/** How a server is spoken to and what it lets in. */
export function ConnectionFields(props: ConnectionFieldsProps) {
  const { values, onChange } = props;
  const isOAuth = values.auth === 'oauth2' || values.auth === 'client-credentials';
  return (
    <Stack gap="sm">
      <Select
        label="Authorization"
        data={AUTHS}
        value={values.auth}
        allowDeselect={false}
        onChange={(auth) => auth && onChange({ auth: auth })}
      />
      {values.auth === 'headers' && <HeaderFields {...props} />}
      {isOAuth && <OAuthFields {...props} />}
      <Group grow align="flex-start">
        <Select
          label="Transport"
          data={TRANSPORTS}
          value={values.transport}
          allowDeselect={false}
          onChange={(transport) => transport && onChange({ transport: transport })}
        />
        <NumberInput
          label="Time-out of a request"
          suffix=" s"
          min={1}
          max={TIMEOUT_SECONDS_MAX}
          value={values.timeoutSeconds}
          onChange={(seconds) => typeof seconds === 'number' && onChange({ timeoutSeconds: seconds })}
        />
      </Group>
    </Stack>
  );
}

function HeaderFields({ values: { headers }, onChange, storedHeaders = [] }: ConnectionFieldsProps) {
  const set = (key: string, change: { name?: string; value?: string }): void =>
    onChange({ headers: headers.map((header) => (header.key === key ? { ...header, ...change } : header)) });
  return (
    <Stack gap="xs">
      {storedHeaders.length > 0 && (
        <Text size="sm" c="dimmed">
          Stored and not shown again: {storedHeaders.join(', ')}. What is written here replaces all of them.
        </Text>
      )}
      {headers.map(({ key, name, value }, index) => (
        <Group key={key} gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            label={index === 0 ? 'Header' : undefined}
            aria-label={`Name of header ${index + 1}`}
            w="40%"
            value={name}
            onChange={({ currentTarget }) => set(key, { name: currentTarget.value })}
          />
          <PasswordInput
            label={index === 0 ? 'Value' : undefined}
            aria-label={`Value of header ${index + 1}`}
            flex={1}
            autoComplete="off"
            value={value}
            onChange={({ currentTarget }) => set(key, { value: currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => onChange({ headers: headers.filter((header) => header.key !== key) })}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange({ headers: [...headers, { key: randomId(), name: '', value: '' }] })}
        >
          Add a header
        </Button>
      </Group>
    </Stack>
  );
}

function OAuthFields({ values, onChange, hasStoredSecret = false }: ConnectionFieldsProps) {
  const isOwn = values.auth === 'client-credentials';
  return (
    <Stack gap="sm">
      {!isOwn && (
        <Text size="sm" c="dimmed">
          Leave these empty unless the server needs a client that was registered by hand. After adding it, a person
          signs in there and grants access.
        </Text>
      )}
      <Group grow align="flex-start">
        <TextInput
          label="Client id"
          required={isOwn}
          value={values.clientId}
          onChange={({ currentTarget }) => onChange({ clientId: currentTarget.value })}
        />
        <PasswordInput
          label="Client secret"
          placeholder={hasStoredSecret ? 'Stored; kept as it is' : ''}
          autoComplete="off"
          value={values.clientSecret}
          onChange={({ currentTarget }) => onChange({ clientSecret: currentTarget.value })}
        />
      </Group>
      <TagsInput
        label="Scopes"
        description="Asked for instead of those that the server names."
        value={[...values.scopes]}
        onChange={(scopes) => onChange({ scopes })}
      />
      <TextInput
        label="Issuer"
        description="The only authorization server that may be used. Empty: the one that the server names."
        value={values.issuer}
        onChange={({ currentTarget }) => onChange({ issuer: currentTarget.value })}
      />
    </Stack>
  );
}
