import { Group, Select, Switch } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CHOICES_SHOWN_MAX, useIntegrationNames } from '../integrations/integration-names.queries.js';
import { APPROVAL_STATES } from './approval.js';
import { STATE_WORDS } from './describe-approval.js';
import { type InboxFilter, readInboxFilter } from './inbox-filter.js';

const STATES = [
  ...APPROVAL_STATES.map((state) => ({ value: state, label: STATE_WORDS[state] })),
  { value: 'all', label: 'All' },
];

/** What is shown stands in the address, so that it can be kept and sent. */
export function InboxFilters({ filter }: { readonly filter: InboxFilter }) {
  const navigate = useNavigate();
  const { data: integrations = [] } = useIntegrationNames();
  const change = (part: Record<string, unknown>) =>
    void navigate({ to: '/approvals', search: readInboxFilter({ ...filter, ...part }), replace: true });
  return (
    <Group gap="sm" mb="xs" align="center" preventGrowOverflow={false}>
      <Select
        aria-label="State"
        style={{ flex: '1 1 8rem', maxWidth: '10rem' }}
        data={STATES}
        allowDeselect={false}
        value={filter.state ?? 'pending'}
        onChange={(state) => change({ state })}
      />
      <Select
        aria-label="Integration"
        style={{ flex: '1 1 8rem', maxWidth: '13rem' }}
        placeholder="All integrations"
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'All integrations' }}
        limit={CHOICES_SHOWN_MAX}
        data={integrations.map(({ slug }) => slug)}
        value={filter.integration ?? null}
        onChange={(integration) => change({ integration })}
      />
      <Switch
        label="Only mine to decide"
        checked={filter.mine === true}
        onChange={({ currentTarget }) => change({ mine: currentTarget.checked })}
      />
    </Group>
  );
}
