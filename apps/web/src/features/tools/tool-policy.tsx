import { NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { ToolChange } from './tool-changes.js';
import { type ToolRights, whyNoApproval } from './tool-rights.js';
import type { Tool } from './tool-state.js';
import { useApproverGroups } from './tools.queries.js';

const MINUTES_MIN = 1;
/** 30 days: the longest that an approval may wait. */
const MINUTES_MAX = 43_200;
const EVERYBODY = '';

interface ToolPolicyProps {
  readonly tool: Tool;
  readonly rights: ToolRights;
  readonly onChange: (change: ToolChange) => void;
}

/** What people decide about one tool. Every change is sent as it is made. */
export function ToolPolicy({ tool, rights, onChange }: ToolPolicyProps) {
  const { name, enabled, requiresApproval, idempotent, approval } = tool;
  const isLocked = rights.refusal !== '';
  return (
    <Stack gap="md">
      {isLocked && <Text size="sm">{rights.refusal}</Text>}
      <Switch
        label="Enabled"
        description="A disabled tool is not offered to agents and clients, and its calls are denied."
        checked={enabled}
        disabled={isLocked}
        onChange={({ currentTarget }) => onChange({ name, enabled: currentTarget.checked })}
      />
      <Switch
        label="Approval"
        description={whyNoApproval(tool, rights) || 'A person decides about every call before it is sent.'}
        checked={requiresApproval}
        disabled={whyNoApproval(tool, rights) !== ''}
        onChange={({ currentTarget }) => onChange({ name, requiresApproval: currentTarget.checked })}
      />
      <GroupChoice tool={tool} isLocked={isLocked} onChange={onChange} />
      <Expiry
        key={approval.expiresInSeconds}
        seconds={approval.expiresInSeconds}
        isLocked={isLocked}
        onChange={(expiresInSeconds) => onChange({ name, approval: { expiresInSeconds } })}
      />
      <SelfApproval tool={tool} isLocked={isLocked} onChange={onChange} />
      <Switch
        label="Safe to send again"
        description="When it is not known whether a call was executed, it may be sent once more. Only for tools that do no more when called twice."
        checked={idempotent}
        disabled={isLocked}
        onChange={({ currentTarget }) => onChange({ name, idempotent: currentTarget.checked })}
      />
    </Stack>
  );
}

interface GroupChoiceProps {
  readonly tool: Tool;
  readonly isLocked: boolean;
  readonly onChange: (change: ToolChange) => void;
}

function GroupChoice({ tool: { name, approval }, isLocked, onChange }: GroupChoiceProps) {
  const groups = useApproverGroups();
  const chosen = approval.approverGroup ?? EVERYBODY;
  const known = chosen === EVERYBODY || groups.includes(chosen) ? groups : [chosen, ...groups];
  return (
    <Select
      label="Who decides"
      description={
        groups.length === 0 ? 'There are no approver groups yet: they are made in the settings.' : 'An approver group.'
      }
      data={[{ value: EVERYBODY, label: 'Everybody who may decide approvals' }, ...known]}
      value={chosen}
      allowDeselect={false}
      disabled={isLocked}
      onChange={(approverGroup) => approverGroup !== null && onChange({ name, approval: { approverGroup } })}
    />
  );
}

const SELF_APPROVALS = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No: somebody else has to' },
];
/** Until somebody decides it for this tool; there is no way back to it. */
const AS_WORKSPACE = { value: '', label: 'As the workspace has it' };

function SelfApproval({ tool: { name, approval }, isLocked, onChange }: GroupChoiceProps) {
  const { allowSelfApproval } = approval;
  const isOwn = allowSelfApproval !== undefined;
  return (
    <Select
      label="Who asked may decide"
      description="Whether somebody may approve what they, or a run that they started, asked for."
      data={isOwn ? SELF_APPROVALS : [AS_WORKSPACE, ...SELF_APPROVALS]}
      value={isOwn ? (allowSelfApproval ? 'yes' : 'no') : ''}
      allowDeselect={false}
      disabled={isLocked}
      onChange={(value) => value && onChange({ name, approval: { allowSelfApproval: value === 'yes' } })}
    />
  );
}

interface ExpiryProps {
  readonly seconds: number | undefined;
  readonly isLocked: boolean;
  readonly onChange: (seconds: number) => void;
}

function Expiry({ seconds, isLocked, onChange }: ExpiryProps) {
  const [minutes, setMinutes] = useState<number | string>(seconds === undefined ? '' : seconds / 60);
  const commit = (): void => {
    if (typeof minutes !== 'number' || minutes * 60 === seconds) return;
    onChange(Math.round(Math.min(MINUTES_MAX, Math.max(MINUTES_MIN, minutes)) * 60));
  };
  return (
    <NumberInput
      label="Approvals wait at most"
      description="In minutes. When the time is over, nothing is sent."
      placeholder="As the workspace has it"
      suffix=" min"
      min={MINUTES_MIN}
      max={MINUTES_MAX}
      value={minutes}
      disabled={isLocked}
      onChange={setMinutes}
      onBlur={commit}
      onKeyDown={({ key }) => key === 'Enter' && commit()}
    />
  );
}
