import { Alert, Checkbox, SimpleGrid, Stack } from '@mantine/core';
import type { Scope } from '../../../session/session.js';

const SCOPES: readonly { readonly scope: Scope; readonly label: string }[] = [
  { scope: 'integration:read', label: 'Read integrations and tools' },
  { scope: 'integration:create', label: 'Add integrations' },
  { scope: 'integration:update', label: 'Change integrations' },
  { scope: 'integration:delete', label: 'Remove integrations' },
  { scope: 'policy:update', label: 'Change policies of tools' },
  { scope: 'approval:read', label: 'Read approvals' },
  { scope: 'call:read', label: 'Read calls' },
  { scope: 'agent:read', label: 'Read agents and runs' },
  { scope: 'agent:create', label: 'Create agents' },
  { scope: 'agent:update', label: 'Change agents' },
  { scope: 'agent:delete', label: 'Archive agents' },
  { scope: 'agent:run', label: 'Start runs' },
  { scope: 'audit:read', label: 'Read the audit' },
  { scope: 'workspace:admin', label: 'Administer the workspace' },
];
/** Never part of "everything": each is ticked by itself. */
const DECIDING: readonly { readonly scope: Scope; readonly label: string }[] = [
  { scope: 'approval:decide', label: 'Decide approvals' },
  { scope: 'approval:edit', label: 'Edit arguments while approving' },
];

export interface ScopesInputProps {
  readonly value: Scope[];
  readonly onChange: (scopes: Scope[]) => void;
  readonly can: (scope: Scope) => boolean;
}

export function ScopesInput({ value, onChange, can }: ScopesInputProps) {
  const offered = SCOPES.filter(({ scope }) => can(scope));
  const chosen = offered.filter(({ scope }) => value.includes(scope)).length;
  const deciding = DECIDING.filter(({ scope }) => can(scope));
  const kept = value.filter((scope) => deciding.some((one) => one.scope === scope));
  return (
    <Stack gap="xs" mt="xs">
      <Checkbox
        label="Everything but deciding"
        checked={chosen === offered.length}
        indeterminate={chosen > 0 && chosen < offered.length}
        onChange={({ currentTarget }) =>
          onChange([...kept, ...(currentTarget.checked ? offered.map(({ scope }) => scope) : [])])
        }
      />
      <Checkbox.Group value={value} onChange={onChange}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" pl="md">
          {offered.map(({ scope, label }) => (
            <Checkbox key={scope} value={scope} label={label} />
          ))}
        </SimpleGrid>
        {deciding.length > 0 && (
          <Alert color="orange" variant="light" title="Deciding approvals" mt="sm">
            <Stack gap="xs">
              An agent that can read this token could approve its own calls. Give it to people’s own tools alone.
              {deciding.map(({ scope, label }) => (
                <Checkbox key={scope} value={scope} label={label} />
              ))}
            </Stack>
          </Alert>
        )}
      </Checkbox.Group>
    </Stack>
  );
}
