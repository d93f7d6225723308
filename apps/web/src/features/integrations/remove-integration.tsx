import { Button, Code, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorState } from '../../ui/error-state.js';
import { notifyDone } from '../../ui/notify.js';
import { visible } from '../../ui/visible.js';
import { useRemoveIntegration } from './integration-mutations.js';
import type { Integration } from './integrations.queries.js';

interface RemoveIntegrationProps {
  readonly integration: Integration;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function RemoveIntegration({ integration, isOpen, onClose }: RemoveIntegrationProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Remove ${visible(integration.displayName)}?`}>
      <RemoveForm integration={integration} onClose={onClose} />
    </Modal>
  );
}

function RemoveForm({ integration: { id, slug, displayName }, onClose }: Omit<RemoveIntegrationProps, 'isOpen'>) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const { mutate, error, isPending } = useRemoveIntegration(id, () => {
    notifyDone(`${visible(displayName)} is removed.`);
    void navigate({ to: '/integrations', search: {} });
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === slug) mutate();
      }}
    >
      <Stack gap="sm">
        <List size="sm" spacing={4}>
          <List.Item>Its tools are gone for agents and clients at once.</List.Item>
          <List.Item>Calls of it that wait for an approval become invalid: nothing of them is sent.</List.Item>
          <List.Item>What was decided about its tools, and its credentials, are forgotten.</List.Item>
          <List.Item>
            What happened stays in the calls and in the audit. Its slug is never given to another server.
          </List.Item>
        </List>
        <TextInput
          label={
            <>
              Type <Code>{slug}</Code> to remove it
            </>
          }
          data-autofocus
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        {error && <ErrorState title="It was not removed" error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button type="submit" color="red" disabled={typed !== slug} loading={isPending}>
            Remove
          </Button>
        </Group>
        {typed !== slug && (
          <Text size="xs" c="dimmed" ta="right">
            This cannot be undone.
          </Text>
        )}
      </Stack>
    </form>
  );
}
