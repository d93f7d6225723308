import { Modal, Select, Stack, Text } from '@mantine/core';
import { LinkAnchor } from '../../ui/links.js';
import { useState } from 'react';
import { ErrorState } from '../../ui/error-state.js';
import { visible } from '../../ui/visible.js';
import { useAgentsToRun } from '../agents/agents.queries.js';
import { StartRunForm } from './start-run-form.js';

export interface StartRunModalProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function StartRunModal({ opened, onClose }: StartRunModalProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Start a run" size="lg">
      <Choice />
    </Modal>
  );
}

function Choice() {
  const { data: agents, error, refetch } = useAgentsToRun();
  const [chosen, setChosen] = useState<string | null>(null);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (agents?.length === 0) {
    return (
      <Text>
        There is no agent yet. <LinkAnchor to="/agents/new">Create one</LinkAnchor> first.
      </Text>
    );
  }
  const agentId = chosen ?? agents?.[0]?.id;
  return (
    <Stack>
      <Select
        label="Agent"
        data={agents?.map(({ id, name }) => ({ value: id, label: visible(name) })) ?? []}
        value={agentId ?? null}
        onChange={setChosen}
        allowDeselect={false}
        searchable
      />
      <StartRunForm agentId={agentId} autoFocus />
    </Stack>
  );
}
