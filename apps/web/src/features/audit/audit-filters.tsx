import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { integrationNamesQuery } from '../../api/integration-names.js';
import { useSession } from '../../session/session.js';
import type { AuditSearch } from './audit.routes.js';

const TYPING_MS = 300;

export interface AuditFiltersProps {
  readonly search: AuditSearch;
  readonly onChange: (search: AuditSearch) => void;
}

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { workspaceId } = useSession();
  const integrations = useQuery(integrationNamesQuery(workspaceId));
  const set = (name: keyof AuditSearch, value: string | null): void => {
    const rest = Object.entries(search).filter(([key]) => key !== name);
    onChange(Object.fromEntries(value === null || value === '' ? rest : [...rest, [name, value]]));
  };
  return (
    <Group align="flex-end" gap="sm">
      <ActionInput value={search.action ?? ''} onChange={(action) => set('action', action)} />
      <Select
        label="Integration"
        placeholder="All"
        clearable
        searchable
        w={{ base: '100%', xs: 180 }}
        data={integrations.data?.map(({ id, slug }) => ({ value: id, label: slug })) ?? []}
        value={search.integrationId ?? null}
        onChange={(integrationId) => set('integrationId', integrationId)}
      />
      <TimeInput label="From" value={search.from} onChange={(from) => set('from', from)} />
      <TimeInput label="Until" value={search.until} onChange={(until) => set('until', until)} />
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </Group>
  );
}

function ActionInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, TYPING_MS);
  // Cleared, or changed by going back.
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      label="Action"
      placeholder="approval, or tool.updated"
      w={{ base: '100%', xs: 220 }}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        tell(currentTarget.value.trim());
      }}
    />
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
