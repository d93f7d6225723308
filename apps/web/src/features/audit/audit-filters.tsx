import { Button, Group, Pill, Select, TextInput } from '@mantine/core';
import { CHOICES_SHOWN_MAX, useIntegrationNames } from '../integrations/integration-names.queries.js';
import type { AuditSearch } from './audit.routes.js';
import { TypedInput } from './typed-input.js';

const WAYS = [
  { value: 'web', label: 'Web' },
  { value: 'cli', label: 'Command line' },
  { value: 'api', label: 'API' },
];
/** Two beside each other on a phone. */
const HALF = 'calc(50% - 6px)';
/** Years of more digits are none to the API. */
const LATEST = '9999-12-31T23:59';

export interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const integrations = useIntegrationNames();
  const set = (name: keyof AuditSearch, value: string | null): void => {
    const rest = Object.entries(search).filter(([key]) => key !== name);
    onChange(Object.fromEntries(value === null || value === '' ? rest : [...rest, [name, value]]));
  };
  return (
    <Group align="flex-end" gap="sm">
      <TypedInput
        label="Action"
        placeholder="approval, or tool.updated"
        value={search.action ?? ''}
        onChange={(action) => set('action', action.toLowerCase())}
      />
      <TypedInput
        label="Tool"
        placeholder="its exact name"
        value={search.tool ?? ''}
        onChange={(tool) => set('tool', tool)}
      />
      <Select
        label="Integration"
        placeholder="All"
        clearable
        searchable
        limit={CHOICES_SHOWN_MAX}
        w={{ base: HALF, xs: 180 }}
        data={integrations.data?.map(({ id, slug }) => ({ value: id, label: slug })) ?? []}
        value={search.integrationId ?? null}
        onChange={(integrationId) => set('integrationId', integrationId)}
      />
      <Select
        label="Way"
        placeholder="All"
        clearable
        w={{ base: HALF, xs: 120 }}
        data={WAYS}
        value={search.way ?? null}
        onChange={(way) => set('way', way)}
      />
      <TimeInput label="From" value={search.from} onChange={(from) => set('from', from)} />
      <TimeInput label="Until" value={search.until} onChange={(until) => set('until', until)} />
      {search.actor !== undefined && (
        <Pill
          size="lg"
          withRemoveButton
          onRemove={() => set('actor', null)}
          removeButtonProps={{ 'aria-label': 'Not only of one person or token', tabIndex: 0, 'aria-hidden': false }}
        >
          of one person or token
        </Pill>
      )}
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </Group>
  );
}

interface TimeInputProps {
  readonly label: string;
  /** RFC 3339. */
  readonly value: string | undefined;
  readonly onChange: (time: string | null) => void;
}

/** In the person's own time zone; the address has it with its zone. */
function TimeInput({ label, value, onChange }: TimeInputProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      max={LATEST}
      w={{ base: '100%', xs: 200 }}
      value={value === undefined ? '' : toLocal(value)}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? null : new Date(currentTarget.value).toISOString())
      }
    />
  );
}

function toLocal(time: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
