import type { components } from '@countersign/api-client';
import { Badge, Code, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { visible } from '../../ui/visible.js';
import { toReadableValue } from './readable-value.js';
import classes from './tools.module.css';

type Difference = components['schemas']['DefinitionDifference'];

const TextDiff = lazy(() => import('./text-diff.js').then((module) => ({ default: module.TextDiff })));

const OPERATIONS = {
  added: { color: 'green', label: 'Added' },
  removed: { color: 'red', label: 'Removed' },
  changed: { color: 'orange', label: 'Changed' },
} as const;

export interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly truncated: boolean;
}

/** How a definition differs, place by place; each as one text with what went and came, or as before and after. */
export function Differences({ differences, truncated }: DifferencesProps) {
  const [view, setView] = useState('text');
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        transitionDuration={0}
        aria-label="Show the differences"
        data={[
          { value: 'text', label: 'As one text' },
          { value: 'values', label: 'Before and after' },
        ]}
        value={view}
        onChange={setView}
        style={{ alignSelf: 'flex-start' }}
      />
      {differences.map((difference) => (
        <Stack key={difference.operation + difference.pointer} gap={4}>
          <Group gap={6}>
            <Badge color={OPERATIONS[difference.operation].color}>{OPERATIONS[difference.operation].label}</Badge>
            <Code>{visible(difference.pointer) || '/'}</Code>
          </Group>
          {view === 'text' ? <AsText {...difference} /> : <AsValues {...difference} />}
        </Stack>
      ))}
      {truncated && (
        <Text size="sm" c="dimmed">
          There are more differences than are listed here: read the whole definition below.
        </Text>
      )}
    </Stack>
  );
}

function AsText({ pointer, before, after }: Difference) {
  return (
    <Suspense fallback={<Skeleton height={48} />}>
      <TextDiff
        label={`Difference at ${visible(pointer)}`}
        before={toReadableValue(before)}
        after={toReadableValue(after)}
      />
    </Suspense>
  );
}

function AsValues({ before, after }: Difference) {
  return (
    <Stack gap={4}>
      {before !== null && <Value label="Before" json={before} tone="removed" />}
      {after !== null && <Value label="After" json={after} tone="added" />}
    </Stack>
  );
}

interface ValueProps {
  readonly label: string;
  readonly json: string;
  readonly tone: 'added' | 'removed';
}

function Value({ label, json, tone }: ValueProps) {
  return (
    <Code
      block
      component="div"
      className={classes[tone]}
      style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', textDecoration: 'none' }}
    >
      <Text span size="xs" fw={600} display="block">
        {label}
      </Text>
      {visible(toReadableValue(json))}
    </Code>
  );
}
