import { Switch, Tooltip } from '@mantine/core';
import { displayToolName } from '@countersign/tool-name/display';
import type { Tool } from './tool-state.js';

export interface ToolSwitchProps {
  readonly tool: Tool;
  /** Beside it, where no column has a head. */
  readonly label?: string | undefined;
  /** Why it cannot be changed here; empty where it can. */
  readonly refusal: string;
  readonly onChange: (isOn: boolean) => void;
}

export function EnabledSwitch({ tool, label, refusal, onChange }: ToolSwitchProps) {
  return (
    <PolicySwitch
      name={`Enabled: ${displayToolName(tool.name)}`}
      {...{ label, refusal, onChange }}
      isOn={tool.enabled}
    />
  );
}

export function ApprovalSwitch({ tool, label, refusal, onChange }: ToolSwitchProps) {
  return (
    <PolicySwitch
      name={`Approval: ${displayToolName(tool.name)}`}
      {...{ label, refusal, onChange }}
      isOn={tool.requiresApproval}
    />
  );
}

interface PolicySwitchProps extends Omit<ToolSwitchProps, 'tool'> {
  readonly name: string;
  readonly isOn: boolean;
}

function PolicySwitch({ name, label, isOn, refusal, onChange }: PolicySwitchProps) {
  return (
    <Tooltip label={refusal} disabled={refusal === ''}>
      <span>
        <Switch
          aria-label={name}
          label={label && <span aria-hidden>{label}</span>}
          checked={isOn}
          disabled={refusal !== ''}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      </span>
    </Tooltip>
  );
}
