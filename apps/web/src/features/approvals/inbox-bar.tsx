import { Button, Checkbox, Group, Text } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import type { Decision } from './approval.js';
import classes from './approvals.module.css';
import { GO } from './decision-colors.js';

export interface InboxBarProps {
  readonly shownCount: number;
  /** Of the newest ones, where not all were looked at for the filter; undefined: all were. */
  readonly readCount: number | undefined;
  readonly freshCount: number;
  /** Those that are over and are shown nevertheless. */
  readonly leftCount: number;
  readonly selectedCount: number;
  /** Undefined where nothing can be selected. */
  readonly selectableCount: number | undefined;
  readonly onRenew: () => void;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  readonly onDecide: (decision: Decision) => void;
}

/** Always there and always as high, so that nothing below it moves when something is new. */
export function InboxBar(props: InboxBarProps) {
  const { shownCount, readCount, freshCount, leftCount, selectedCount, selectableCount, onRenew, onClear, onDecide } =
    props;
  return (
    <Group className={classes['bar']} gap="xs" role="toolbar" aria-label="The list">
      {selectableCount !== undefined && (
        <Checkbox
          aria-label="Select all that are pending"
          ml="md"
          mr={4}
          disabled={selectableCount === 0}
          checked={selectedCount > 0 && selectedCount === selectableCount}
          indeterminate={selectedCount > 0 && selectedCount < selectableCount}
          onChange={selectedCount > 0 ? onClear : props.onSelectAll}
        />
      )}
      {selectedCount > 0 ? (
        <>
          <Text size="sm" fw={500}>
            {selectedCount} selected
          </Text>
          <Button size="xs" color={GO} onClick={() => onDecide('approve')}>
            Approve…
          </Button>
          <Button size="xs" variant="default" onClick={() => onDecide('deny')}>
            Deny…
          </Button>
          <Button size="xs" variant="subtle" onClick={onClear}>
            Clear
          </Button>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {shownCount} shown{readCount !== undefined && `, among the newest ${readCount}; more as you scroll`}
        </Text>
      )}
      {freshCount > 0 ? (
        <Button size="xs" ml="auto" radius="xl" leftSection={<IconArrowUp size={14} aria-hidden />} onClick={onRenew}>
          {freshCount} new
        </Button>
      ) : (
        leftCount > 0 && (
          <Button size="xs" ml="auto" variant="subtle" color="gray" onClick={onRenew}>
            Clear {leftCount} decided
          </Button>
        )
      )}
    </Group>
  );
}
