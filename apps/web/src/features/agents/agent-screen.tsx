import { Alert, Badge, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { AgentRuns } from './agent-runs.js';
import { AgentSettings } from './agent-settings.js';
import { AgentVersions } from './agent-versions.js';
import { type AgentView, useAgent } from './agents.queries.js';
import { agentRoute, type AgentTab } from './agents.routes.js';
import { ArchiveAgent } from './archive-agent.js';

export function AgentScreen() {
  const { agentId } = agentRoute.useParams();
  const { data: agent, error, refetch } = useAgent(agentId);
  if (agent) return <LoadedAgent key={agentId} agent={agent} />;
  return (
    <>
      <PageHeader title="Agent" />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
    </>
  );
}

function LoadedAgent({ agent }: { readonly agent: AgentView }) {
  const { tab = 'runs' } = agentRoute.useSearch();
  const navigate = useNavigate({ from: '/agents/$agentId' });
  return (
    <>
      <PageHeader
        title={visible(agent.name)}
        description={
          <Group component="span" gap="xs">
            <Text span size="sm">
              {visible(`${agent.provider} · ${agent.model}`)}
            </Text>
            <Badge color="gray">version {agent.version}</Badge>
            {agent.archivedAt && <Badge color="orange">archived</Badge>}
          </Group>
        }
        actions={<ArchiveAgent agent={agent} />}
      />
      {agent.archivedAt && (
        <Alert color="orange" mb="md" title="This agent is archived">
          No run is started of it any more; it was archived <RelativeTime time={agent.archivedAt} />. Its runs and
          versions are kept.
        </Alert>
      )}
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => void navigate({ search: { tab: (value ?? 'runs') as AgentTab }, replace: true })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="runs">
          <AgentRuns agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <AgentSettings agent={agent} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <AgentVersions agentId={agent.id} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Loading() {
  return (
    <Stack aria-busy="true" aria-label="Loading">
      <Skeleton height={36} width={260} />
      <Skeleton height={180} />
      <Skeleton height={76} />
    </Stack>
  );
}
