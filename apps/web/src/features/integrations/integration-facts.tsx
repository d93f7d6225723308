import { Anchor, Badge, Box, Code, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { HealthCaption, HealthHistory } from './health-history.js';
import { describeProtocol, describeWatch, stateOf } from './integration-state.js';
import { type Integration, useCircuits, useRecentChecks } from './integrations.queries.js';

const AUTHS: Readonly<Record<Integration['auth'], string>> = {
  none: 'None',
  headers: 'Headers',
  oauth2: 'OAuth, by a person',
  'client-credentials': 'OAuth, client credentials',
};

/** Where it is, how it is spoken to, and how it has been. */
export function IntegrationFacts({ integration }: { readonly integration: Integration }) {
  const { data: circuits } = useCircuits();
  const { data: checks } = useRecentChecks(integration.id);
  const state = stateOf(integration, circuits?.get(integration.id));
  const { serverUrl, slug, verifiedAt, auth } = integration;
  return (
    <Paper withBorder p="md" mb="md">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap={6}>
          <Group gap="xs">
            <Badge color={state.color}>{state.label}</Badge>
            <Code>{slug}</Code>
          </Group>
          <Text size="sm">{/^https?:\/\//.test(serverUrl) ? <Address url={serverUrl} /> : visible(serverUrl)}</Text>
          <Text size="sm" c="dimmed">
            {describeProtocol(integration)} · Authorization: {AUTHS[auth]}
          </Text>
          <Text size="sm" c="dimmed">
            {describeWatch(integration)} ·{' '}
            {verifiedAt === null ? (
              'Never verified'
            ) : (
              <>
                Verified <RelativeTime time={verifiedAt} />
              </>
            )}
          </Text>
        </Stack>
        <Box>
          <HealthHistory checks={checks} />
          <HealthCaption checks={checks} />
        </Box>
      </SimpleGrid>
    </Paper>
  );
}

function Address({ url }: { readonly url: string }) {
  return (
    <Anchor href={url} target="_blank" rel="noopener noreferrer" size="sm">
      {visible(url)}
    </Anchor>
  );
}
