import { Box, Code, Stack, Tabs, Text } from '@mantine/core';
import { CopyButton } from '../../../ui/copy-button.js';
import { clientConfigurations } from './client-configurations.js';

/** How each client is told of the endpoint and the token. */
export function ClientConfiguration({ mcpUrl, token }: { readonly mcpUrl: string; readonly token: string }) {
  const all = clientConfigurations(mcpUrl, token);
  return (
    <Tabs defaultValue={all[0]?.client ?? null}>
      <Tabs.List>
        {all.map(({ client }) => (
          <Tabs.Tab key={client} value={client}>
            {client}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {all.map(({ client, place, text }) => (
        <Tabs.Panel key={client} value={client} pt="sm">
          <Stack gap="xs">
            <Text size="sm" c="dimmed">
              {place}
            </Text>
            <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {text}
            </Code>
            <Box>
              <CopyButton value={text} label={`Copy for ${client}`} />
            </Box>
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
