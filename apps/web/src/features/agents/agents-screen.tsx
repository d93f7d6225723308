import { EmptyState, SegmentedControl } from '@mantine/core';
import { IconPlus, IconRobot } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useSession } from '../../session/session.js';
import { LinkButton } from '../../ui/links.js';
import { PageHeader } from '../../ui/page-header.js';
import { PagedList } from '../../ui/paged-list.js';
import { useNewestRuns } from '../runs/runs.queries.js';
import { AgentCard } from './agent-card.js';
import { useAgents } from './agents.queries.js';
import { agentsRoute } from './agents.routes.js';

const CARD_HEIGHT_PX = 92;
/** Whose agents' last runs are told in the list: one page, asked for once. */
const RUNS_LOOKED_AT = 100;

export function AgentsScreen() {
  const { archived = false } = agentsRoute.useSearch();
  const { can } = useSession();
  const query = useAgents(archived);
  const runs = useNewestRuns(RUNS_LOOKED_AT);
  const create = can('agent:create') && (
    <LinkButton to="/agents/new" leftSection={<IconPlus size={16} aria-hidden />}>
      New agent
    </LinkButton>
  );
  return (
    <>
      <PageHeader
        title="Agents"
        description="What runs here: a model, its instructions, and the tools that it may use at all."
        actions={create}
      />
      <ArchivedSwitch archived={archived} />
      <PagedList
        query={query}
        label="Agents"
        keyOf={({ id }) => id}
        estimatedHeight={CARD_HEIGHT_PX}
        gap={8}
        render={(agent) => (
          <AgentCard agent={agent} lastRuns={runs?.filter(({ agentId }) => agentId === agent.id) ?? []} />
        )}
        empty={
          <EmptyState
            py="xl"
            icon={<IconRobot size={40} aria-hidden />}
            title={archived ? 'No agent was archived' : 'No agents yet'}
            description={
              archived
                ? 'Archived agents are kept here with their versions, for the runs that they had.'
                : 'An agent is a model with instructions and a set of tools. Create one, then give it something to do.'
            }
          >
            {!archived && create}
          </EmptyState>
        }
      />
    </>
  );
}

function ArchivedSwitch({ archived }: { readonly archived: boolean }) {
  const navigate = useNavigate({ from: '/agents' });
  return (
    <SegmentedControl
      mb="md"
      aria-label="Which agents"
      data={[
        { value: 'active', label: 'Active' },
        { value: 'archived', label: 'Archived' },
      ]}
      value={archived ? 'archived' : 'active'}
      onChange={(value) => void navigate({ search: value === 'archived' ? { archived: true } : {}, replace: true })}
    />
  );
}
