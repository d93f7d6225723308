import { Button, EmptyState } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay, IconTimeline } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import { PageHeader } from '../../ui/page-header.js';
import { PagedList } from '../../ui/paged-list.js';
import { useAgentNames } from '../agents/agents.queries.js';
import { RunFilters } from './run-filters.js';
import { RunRow } from './run-row.js';
import { useRuns } from './runs.queries.js';
import { runsRoute } from './runs.routes.js';
import { StartRunModal } from './start-run-modal.js';

const ROW_HEIGHT_PX = 76;

export function RunsScreen() {
  const search = runsRoute.useSearch();
  const { can } = useSession();
  const [isStarting, { open, close }] = useDisclosure(false);
  const names = useAgentNames();
  const query = useRuns(search);
  const start = can('agent:run') && (
    <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={open}>
      Start a run
    </Button>
  );
  const isFiltered = Object.keys(search).length > 0;
  return (
    <>
      <PageHeader title="Runs" description="Conversations of agents, and what they wait for." actions={start} />
      <RunFilters search={search} names={names} />
      <PagedList
        query={query}
        label="Runs"
        keyOf={({ id }) => id}
        estimatedHeight={ROW_HEIGHT_PX}
        gap={8}
        render={(run) => <RunRow run={run} agentName={names.get(run.agentId)} />}
        empty={
          <EmptyState
            py="xl"
            icon={<IconTimeline size={40} aria-hidden />}
            title={isFiltered ? 'No run fits these filters' : 'No runs yet'}
            description={
              isFiltered
                ? 'Take one away to see more.'
                : 'Give an agent a task: you watch it work here, and decide about its calls.'
            }
          >
            {!isFiltered && start}
          </EmptyState>
        }
      />
      <StartRunModal opened={isStarting} onClose={close} />
    </>
  );
}
