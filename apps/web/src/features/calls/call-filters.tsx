import { Group, Pill, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useSession } from '../../session/session.js';
import { visible } from '../../ui/visible.js';
import { useToolsToChoose } from '../agents/tools-to-choose.queries.js';
import { CHOICES_SHOWN_MAX, useIntegrationNames } from '../integrations/integration-names.queries.js';
import { AgentFilter } from './agent-filter.js';
import { labelOfCallState } from './call-state-badge.js';
import {
  CALL_OUTCOMES,
  CALL_STATES,
  type CallOutcome,
  type CallsSearch,
  toCallsSearch,
  VERDICTS,
} from './calls-search.js';

const OUTCOME_LABELS: Readonly<Record<CallOutcome, string>> = {
  open: 'not ended yet',
  succeeded: 'succeeded, in any way',
  failed: 'failed, in any way',
  refused: 'refused, not run',
  unknown: 'outcome unknown',
};
const STATES = [
  {
    group: 'Outcome',
    items: CALL_OUTCOMES.map((value) => ({ value: `outcome:${value}`, label: OUTCOME_LABELS[value] })),
  },
  {
    group: 'Exact state',
    items: CALL_STATES.map((value) => ({ value: `state:${value}`, label: labelOfCallState(value) })),
  },
];
/** Two beside each other on a phone. */
const HALF = 'calc(50% - 6px)';
const TIMES = [
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
];

type Change = (part: Record<string, unknown>) => void;

interface PartProps {
  readonly search: CallsSearch;
  readonly change: Change;
}

/** They are the address of the list, so that it can be sent to others and come back to. */
export function CallFilters({ search }: { readonly search: CallsSearch }) {
  const { can } = useSession();
  const navigate = useNavigate({ from: '/calls' });
  const change: Change = (part) => void navigate({ search: toCallsSearch({ ...search, ...part }), replace: true });
  const { state, outcome } = search;
  return (
    <Group mb="md" gap="sm" align="center" role="group" aria-label="Filters">
      <Select
        aria-label="State"
        placeholder="Any state"
        data={STATES}
        value={state ? `state:${state}` : outcome ? `outcome:${outcome}` : null}
        onChange={(value) => change({ state: null, outcome: null, ...toPart(value) })}
        clearable
        w={{ base: HALF, xs: 220 }}
      />
      <Select
        aria-label="Verdict"
        placeholder="Any verdict"
        data={[...VERDICTS]}
        value={search.verdict ?? null}
        onChange={(verdict) => change({ verdict })}
        clearable
        w={{ base: HALF, xs: 150 }}
      />
      {can('integration:read') && <ToolFilter search={search} change={change} />}
      {can('agent:read') && (
        <AgentFilter agentId={search.agentId} change={(agentId) => change({ agentId })} w={{ base: HALF, xs: 190 }} />
      )}
      <Select
        aria-label="Time"
        placeholder="Any time"
        data={TIMES}
        value={search.since ?? null}
        onChange={(since) => change({ since, from: null, until: null })}
        clearable
        w={{ base: HALF, xs: 170 }}
      />
      <Linked search={search} change={change} />
    </Group>
  );
}

/** `state:denied` → `{ state: 'denied' }`. */
function toPart(value: string | null): Record<string, unknown> {
  const [field = '', chosen] = value?.split(':') ?? [];
  return value === null ? {} : { [field]: chosen };
}

function ToolFilter({ search: { integrationId, toolName }, change }: PartProps) {
  const { data: integrations = [] } = useIntegrationNames();
  const { data: tools = [] } = useToolsToChoose(integrationId ?? null);
  return (
    <>
      <Select
        aria-label="Integration"
        placeholder="Any integration"
        data={integrations.map(({ id, name }) => ({ value: id, label: visible(name) }))}
        value={integrationId ?? null}
        onChange={(id) => change({ integrationId: id, toolName: null })}
        clearable
        searchable
        limit={CHOICES_SHOWN_MAX}
        w={{ base: HALF, xs: 190 }}
      />
      {integrationId !== undefined && (
        <Select
          aria-label="Tool"
          placeholder="Any tool"
          data={tools.map(({ name }) => ({ value: name, label: visible(name) }))}
          value={toolName ?? null}
          onChange={(name) => change({ toolName: name })}
          clearable
          searchable
          limit={CHOICES_SHOWN_MAX}
          w={{ base: HALF, xs: 190 }}
        />
      )}
    </>
  );
}

const LINKED = [
  ['runId', 'of one run'],
  ['principal', 'of one caller'],
  ['name', 'named'],
  ['from', 'from'],
  ['until', 'until'],
] as const;

/** Those that another screen's link set. */
function Linked({ search, change }: PartProps) {
  return LINKED.map(([field, label]) => {
    const value = search[field];
    if (value === undefined) return null;
    const isId = field === 'runId' || field === 'principal';
    return (
      <Pill
        key={field}
        size="lg"
        withRemoveButton
        onRemove={() => change({ [field]: null })}
        removeButtonProps={{ 'aria-label': `Not only ${label}`, tabIndex: 0, 'aria-hidden': false }}
      >
        {isId ? label : visible(`${label} ${value}`)}
      </Pill>
    );
  });
}
