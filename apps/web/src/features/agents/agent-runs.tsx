import { Paper, Stack, Text, Title } from '@mantine/core';
import { PagedList } from '../../ui/paged-list.js';
import { RunRow } from '../runs/run-row.js';
import { useRuns } from '../runs/runs.queries.js';
import { StartRunForm } from '../runs/start-run-form.js';
import type { AgentView } from './agents.queries.js';

const ROW_HEIGHT_PX = 76;

/** Something to do, and what it did. */
export function AgentRuns({ agent }: { readonly agent: AgentView }) {
  const query = useRuns({ agentId: agent.id });
  return (
    <Stack gap="lg">
      {!agent.archivedAt && (
        <Paper withBorder p="md" maw={820}>
          <StartRunForm agentId={agent.id} />
        </Paper>
      )}
      <Stack gap="sm">
        <Title order={2}>Its runs</Title>
        <PagedList
          query={query}
          label="Runs of this agent"
          keyOf={({ id }) => id}
          estimatedHeight={ROW_HEIGHT_PX}
          gap={8}
          skeletons={3}
          render={(run) => <RunRow run={run} agentName={agent.name} />}
          empty={<Text c="dimmed">It has not run yet.</Text>}
        />
      </Stack>
    </Stack>
  );
}
