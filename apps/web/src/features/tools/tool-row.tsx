import { Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import { displayToolName } from '@countersign/tool-name/display';
import { memo, type MouseEvent } from 'react';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import { ReviewBadges, StandingBadge } from './tool-badges.js';
import type { ToolChange } from './tool-changes.js';
import type { Tool } from './tool-state.js';
import { ApprovalSwitch, EnabledSwitch } from './tool-switches.js';
import classes from './tools.module.css';
import { whyNoApproval, type ToolRights } from './tool-rights.js';

export interface ToolRowProps {
  readonly tool: Tool;
  readonly isChosen: boolean;
  readonly rights: ToolRights;
  readonly onChoose: (name: string, isChosen: boolean, isRange: boolean) => void;
  readonly onOpen: (name: string) => void;
  readonly onChange: (change: ToolChange) => void;
}

export const ToolRow = memo(function ToolRow(props: ToolRowProps) {
  const { tool, isChosen, rights, onChoose, onOpen, onChange } = props;
  const { name, title, description } = tool;
  const choose = ({ currentTarget, nativeEvent }: MouseEvent<HTMLInputElement>): void =>
    onChoose(name, currentTarget.checked, nativeEvent.shiftKey);
  return (
    <div className={classes['row']} data-chosen={isChosen || undefined} data-tool={name}>
      <Checkbox
        aria-label={`Choose ${displayToolName(name)}`}
        checked={isChosen}
        disabled={rights.refusal !== ''}
        onClick={choose}
        readOnly
      />
      <div className={classes['what']}>
        <Group gap={6}>
          <UnstyledButton className={classes['name']} onClick={() => onOpen(name)} aria-haspopup="dialog">
            <ToolName name={name} />
          </UnstyledButton>
          <StandingBadge tool={tool} className={classes['onCardOnly']} />
          <ReviewBadges tool={tool} />
        </Group>
        <Text size="sm" c="dimmed" lineClamp={1} mt={2}>
          {visible(title ?? description ?? 'Without a description')}
        </Text>
      </div>
      <div className={classes['standing']}>
        <StandingBadge tool={tool} />
      </div>
      <div className={classes['enabled']}>
        <EnabledSwitch
          tool={tool}
          label={rights.isNarrow ? 'Enabled' : undefined}
          refusal={rights.refusal}
          onChange={(enabled) => onChange({ name, enabled })}
        />
      </div>
      <div className={classes['approval']}>
        <ApprovalSwitch
          tool={tool}
          label={rights.isNarrow ? 'Approval' : undefined}
          refusal={whyNoApproval(tool, rights)}
          onChange={(requiresApproval) => onChange({ name, requiresApproval })}
        />
      </div>
    </div>
  );
});
