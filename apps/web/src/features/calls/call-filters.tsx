import { Group, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { labelOfCallState } from './call-state-badge.js';
import { CALL_STATES, type CallsSearch, toCallsSearch } from './calls-search.js';

/** They are the address of the list, so that it can be sent to others and come back to. */
export function CallFilters({ search }: { readonly search: CallsSearch }) {
  const navigate = useNavigate({ from: '/calls' });
  const change = (part: Record<string, unknown>): void =>
    void navigate({ search: toCallsSearch({ ...search, ...part }), replace: true });
  return (
    <Group mb="md" gap="sm" align="flex-end" role="group" aria-label="Filters">
      <Select
        aria-label="State"
        placeholder="Any state"
        data={CALL_STATES.map((value) => ({ value, label: labelOfCallState(value) }))}
        value={search.state ?? null}
        onChange={(state) => change({ state })}
        clearable
        w={{ base: '100%', xs: 220 }}
      />
    </Group>
  );
}
