import { Code, DataList, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { FullTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { IntegrationPolicy } from './integration-policy.js';
import type { Integration } from './integrations.queries.js';

type Field = readonly [label: string, value: ReactNode];

export function IntegrationSettings({ integration }: { readonly integration: Integration }) {
  return (
    <Stack gap="md">
      <IntegrationPolicy integrationId={integration.id} />
      <Paper withBorder p="md" maw={720}>
        <Title order={2} mb="md">
          Credentials
        </Title>
        <Credentials integration={integration} />
      </Paper>
    </Stack>
  );
}

/** That they are there, by whom and since when. Never what they are. */
function Credentials({ integration: { headers, authorization } }: { readonly integration: Integration }) {
  const fields: Field[] = [
    ...headers.map(({ name, setAt, setBy }): Field => [
      'Header',
      <span key={name}>
        <Code>{name}</Code>, set by {visible(setBy)}, <FullTime time={setAt} />
      </span>,
    ]),
    ...(authorization === null ? [] : authorizationFields(authorization)),
  ];
  if (fields.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        None: this server lets everybody in who reaches it.
      </Text>
    );
  }
  return (
    <DataList size="sm">
      {fields.map(([label, value], index) => (
        <DataList.Item key={index}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue>{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}

function authorizationFields(view: NonNullable<Integration['authorization']>): Field[] {
  const { authorizedAt, authorizedBy, issuer, clientId, registration, grantedScopes, missingScopes } = view;
  const by = (
    <>
      by {visible(authorizedBy ?? 'somebody')}, {authorizedAt !== null && <FullTime time={authorizedAt} />}
    </>
  );
  return [
    ['Authorized', authorizedAt === null ? 'Not yet' : by],
    ['Issuer', visible(issuer ?? 'Not known yet')],
    ['Client', clientId === null ? 'Not registered yet' : `${visible(clientId)} (${registration ?? 'unknown'})`],
    ['Scopes', visible(grantedScopes.join(' ')) || 'None'],
    ...(missingScopes.length > 0 ? [['Missing scopes', visible(missingScopes.join(' '))] as const] : []),
    ...(view.overridesHeader ? [['Note', 'The stored Authorization header is not sent.'] as const] : []),
  ];
}
