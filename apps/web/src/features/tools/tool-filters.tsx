import { Chip, CloseButton, Group, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { TOOL_FILTERS, type ToolCounts, type ToolFilter } from './tool-state.js';

const TYPING_PAUSE_MS = 150;
const LABELS: Readonly<Record<ToolFilter | 'all', string>> = {
  all: 'All',
  open: 'Open',
  ask: 'Ask',
  off: 'Off',
  missing: 'Missing',
  new: 'New',
  changed: 'Changed',
};

export interface ToolFiltersProps {
  readonly counts: ToolCounts;
  readonly search: string;
  readonly filter: ToolFilter | undefined;
  readonly onSearch: (search: string) => void;
  readonly onFilter: (filter: ToolFilter | undefined) => void;
}

export function ToolFilters({ counts, search, filter, onSearch, onFilter }: ToolFiltersProps) {
  return (
    <Group justify="space-between" gap="sm" mb="sm">
      <SearchField search={search} onSearch={onSearch} label="Search tools" />
      <Chip.Group
        multiple={false}
        value={filter ?? 'all'}
        onChange={(value) => onFilter(TOOL_FILTERS.find((known) => known === value))}
      >
        <Group gap={6} role="radiogroup" aria-label="Show">
          {(['all', ...TOOL_FILTERS] as const).map((value) => (
            <Chip key={value} value={value} size="sm" variant="light">
              {LABELS[value]} {counts[value]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Group>
  );
}

interface SearchFieldProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly label: string;
}

/** What is typed is shown at once, and searched for when the typing pauses. */
export function SearchField({ search, onSearch, label }: SearchFieldProps) {
  const [typed, setTyped] = useState(search);
  const searchSoon = useDebouncedCallback(onSearch, TYPING_PAUSE_MS);
  const change = (text: string): void => {
    setTyped(text);
    searchSoon(text);
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      w={{ base: '100%', xs: 260 }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={() => change('')} />
      }
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
