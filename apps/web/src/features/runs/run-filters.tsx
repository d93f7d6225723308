import { Group, Select, Switch } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { visible } from '../../ui/visible.js';
import { labelOfRunStatus } from './run-status-badge.js';
import { RUN_STATUSES, type RunsSearch, toRunsSearch } from './runs-search.js';

export interface RunFiltersProps {
  readonly search: RunsSearch;
  readonly names: ReadonlyMap<string, string>;
}

/** They are the address of the list, so that it can be sent to others and come back to. */
export function RunFilters({ search, names }: RunFiltersProps) {
  const navigate = useNavigate({ from: '/runs' });
  const change = (part: Record<string, unknown>): void =>
    void navigate({ search: toRunsSearch({ ...search, ...part }), replace: true });
  return (
    <Group mb="md" gap="sm" align="flex-end" role="group" aria-label="Filters">
      <Select
        aria-label="State"
        placeholder="Any state"
        data={RUN_STATUSES.map((status) => ({ value: status, label: labelOfRunStatus(status) }))}
        value={search.status ?? null}
        onChange={(status) => change({ status })}
        clearable
        w={{ base: 'calc(50% - 6px)', xs: 200 }}
      />
      <Select
        aria-label="Agent"
        placeholder="Any agent"
        data={[...names].map(([value, name]) => ({ value, label: visible(name) }))}
        value={search.agentId ?? null}
        onChange={(agentId) => change({ agentId })}
        clearable
        searchable
        w={{ base: 'calc(50% - 6px)', xs: 240 }}
      />
      <Switch
        label="Only mine"
        checked={search.mine ?? false}
        onChange={(event) => change({ mine: event.currentTarget.checked })}
        pb={6}
      />
    </Group>
  );
}
