import { Badge, Box, Checkbox, Group, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import type { IntegrationChoice } from './tool-choice.js';
import type { ToolToChoose } from './tools-to-choose.queries.js';

/** More than fit at once: the search finds the rest. */
const SHOWN_MAX = 200;
const LIST_HEIGHT_PX = 320;

export interface ToolListProps {
  readonly label: string;
  readonly tools: readonly ToolToChoose[];
  readonly choice: IntegrationChoice;
  readonly onChange: (choice: IntegrationChoice) => void;
}

export function ToolList({ label, tools, choice, onChange }: ToolListProps) {
  const [search, setSearch] = useState('');
  const words = useDeferredValue(search).toLowerCase();
  const known = new Set(tools.map(({ name }) => name));
  const unknown = [...choice.chosen].filter((name) => !known.has(name));
  const all = [...unknown.map((name): ToolToChoose => ({ ...UNKNOWN, name })), ...tools];
  const found = all.filter(({ name, description }) => `${name} ${description ?? ''}`.toLowerCase().includes(words));
  return (
    <Stack gap="xs">
      <TextInput
        aria-label={`Search: ${label}`}
        placeholder="Search tools"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea.Autosize
        mah={LIST_HEIGHT_PX}
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': label, role: 'group' }}
      >
        <Stack gap={2} py={4}>
          {found.slice(0, SHOWN_MAX).map((tool) => (
            <Row key={tool.name} tool={tool} choice={choice} onChange={onChange} />
          ))}
          {found.length === 0 && (
            <Text size="sm" c="dimmed">
              No tool fits.
            </Text>
          )}
          {found.length > SHOWN_MAX && (
            <Text size="sm" c="dimmed">
              {found.length - SHOWN_MAX} more: search for them.
            </Text>
          )}
        </Stack>
      </ScrollArea.Autosize>
    </Stack>
  );
}

const UNKNOWN = { description: null, verdict: 'deny', status: 'missing' } as const;

interface RowProps {
  readonly tool: ToolToChoose;
  readonly choice: IntegrationChoice;
  readonly onChange: (choice: IntegrationChoice) => void;
}

function Row({ tool, choice, onChange }: RowProps) {
  const { name, description, verdict, status } = tool;
  const { reach, asks, chosen, asking } = choice;
  const isReached = reach === 'all' || chosen.has(name);
  const shown = visible(name);
  return (
    <Group wrap="nowrap" gap="sm" align="flex-start" justify="space-between">
      <Checkbox
        checked={isReached}
        disabled={reach === 'all'}
        onChange={(event) => onChange({ ...choice, chosen: toggled(chosen, name, event.currentTarget.checked) })}
        label={
          <Box>
            <ToolName name={name} />
            {description && (
              <Text size="xs" c="dimmed" lineClamp={1}>
                {visible(description)}
              </Text>
            )}
          </Box>
        }
        miw={0}
      />
      <Group gap="xs" wrap="nowrap">
        {status === 'missing' && <Badge color="gray">missing</Badge>}
        {status !== 'missing' && verdict === 'deny' && <Badge color="red">off by policy</Badge>}
        {verdict === 'ask' ? (
          <Badge color="yellow">asks by policy</Badge>
        ) : (
          <Checkbox
            size="xs"
            label="ask"
            aria-label={`Ask for each call of ${shown}`}
            checked={asks || asking.has(name)}
            disabled={asks || !isReached}
            onChange={(event) => onChange({ ...choice, asking: toggled(asking, name, event.currentTarget.checked) })}
          />
        )}
      </Group>
    </Group>
  );
}

function toggled(names: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(names);
  if (isIn) next.add(name);
  else next.delete(name);
  return next;
}
