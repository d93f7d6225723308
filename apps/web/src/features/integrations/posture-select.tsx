import { Select } from '@mantine/core';
import type { Posture } from './integrations.queries.js';

const POSTURES: { value: Posture; label: string }[] = [
  { value: 'open', label: 'Open: they may be called at once' },
  { value: 'ask', label: 'Ask: a person decides about every call' },
  { value: 'off', label: 'Off: they are disabled' },
  { value: 'by-annotation', label: 'By annotation: open if they say that they only read' },
];

interface PostureSelectProps {
  readonly value: Posture;
  readonly isLocked: boolean;
  readonly onChange: (posture: Posture) => void;
}

/** What tools get that nobody has decided about. */
export function PostureSelect({ value, isLocked, onChange }: PostureSelectProps) {
  return (
    <Select
      label="New tools are"
      description={isLocked ? 'Deciding this needs the scope policy:update; it stays as it is.' : undefined}
      data={POSTURES}
      value={value}
      allowDeselect={false}
      disabled={isLocked}
      onChange={(posture) => posture && onChange(posture)}
    />
  );
}
