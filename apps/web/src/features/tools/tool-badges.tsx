import { Badge, Tooltip } from '@mantine/core';
import { standingOf, type Tool } from './tool-state.js';

const STANDINGS = {
  open: { color: 'teal', label: 'Open' },
  ask: { color: 'yellow', label: 'Asks' },
  off: { color: 'gray', label: 'Off' },
  missing: { color: 'red', label: 'Missing' },
} as const;

const REVIEWS = {
  new: { color: 'blue', label: 'New', why: 'Nobody has looked at it yet: it asks until somebody has acknowledged it.' },
  changed: {
    color: 'orange',
    label: 'Changed',
    why: 'Its definition is not the one that was acknowledged: it asks until somebody has looked at it.',
  },
} as const;

const FLAGS: Readonly<Record<string, { readonly label: string; readonly why: string }>> = {
  confusable: { label: 'Look-alike', why: 'Another tool of this server has a name that looks the same.' },
  not_ascii: { label: 'Not ASCII', why: 'The name has letters that can be mistaken for others.' },
  invisible: {
    label: 'Hidden characters',
    why: 'The name has characters that cannot be seen. They are spelled out here.',
  },
};

/** What a call of the tool meets now, in one word; why, on demand. */
export function StandingBadge({ tool, className }: { readonly tool: Tool; readonly className?: string | undefined }) {
  const { color, label } = STANDINGS[standingOf(tool)];
  // It would ask, and may not.
  const isBlocked = standingOf(tool) === 'off' && tool.enabled;
  return (
    <Tooltip label={tool.verdictReason}>
      <Badge color={isBlocked ? 'red' : color} {...(className !== undefined && { className })}>
        {isBlocked ? 'Denied' : label}
      </Badge>
    </Tooltip>
  );
}

/** What a person should look at, apart from where it stands. */
export function ReviewBadges({ tool: { review, status, flags, problem } }: { readonly tool: Tool }) {
  const shown = review !== 'none' && status === 'available' ? REVIEWS[review] : null;
  return (
    <>
      {shown && <Note color={shown.color} label={shown.label} why={shown.why} />}
      {problem !== null && (
        <Note color="red" label="Unreadable policy" why="Its calls are denied until it is repaired." />
      )}
      {flags.map((flag) => {
        const { label, why } = FLAGS[flag] ?? { label: flag, why: flag };
        return <Note key={flag} color="grape" label={label} why={why} />;
      })}
    </>
  );
}

function Note({ color, label, why }: { readonly color: string; readonly label: string; readonly why: string }) {
  return (
    <Tooltip label={why}>
      <Badge color={color}>{label}</Badge>
    </Tooltip>
  );
}
