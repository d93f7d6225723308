import { DataList, Paper, Stack, Text, Title } from '@mantine/core';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { visible } from '../../ui/visible.js';
import type { AgentView } from './agents.queries.js';
import { describeLimits, describeReach } from './describe-agent.js';

/** What an agent is, to read. */
export function AgentSummary({ settings }: { readonly settings: AgentView }) {
  const facts = [
    ['Model', `${settings.provider} · ${settings.model}`],
    ['May use', describeReach(settings.tools)],
    ['Strictness', settings.strictness === 'ask' ? 'asks a person for every call' : 'as policy says'],
    ['Limits', describeLimits(settings)],
  ] as const;
  return (
    <Paper withBorder p="md" maw={820}>
      <Stack>
        <DataList>
          {facts.map(([label, value]) => (
            <DataList.Item key={label}>
              <DataList.ItemLabel>{label}</DataList.ItemLabel>
              <DataList.ItemValue>{visible(value)}</DataList.ItemValue>
            </DataList.Item>
          ))}
        </DataList>
        <Title order={2}>Instructions</Title>
        {settings.instructions === '' ? <Text c="dimmed">None.</Text> : <UntrustedText text={settings.instructions} />}
      </Stack>
    </Paper>
  );
}
