import { Badge, Tooltip } from '@mantine/core';
import { useLiveState } from './live-state.js';

/** Nothing while all is well but a word; a clear sign when what is shown may be old. */
export function LiveIndicator() {
  const isLost = useLiveState() === 'lost';
  return (
    <Tooltip
      label={
        isLost ? 'The connection is lost: what you see may be old. Trying again.' : 'Changes appear by themselves.'
      }
    >
      <Badge color={isLost ? 'red' : 'teal'} role="status" miw={64}>
        {isLost ? 'offline' : 'live'}
      </Badge>
    </Tooltip>
  );
}
