import { Button, List } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import type { AgentView } from './agents.queries.js';
import { useArchiveAgent } from './agents.queries.js';

export function ArchiveAgent({ agent }: { readonly agent: AgentView }) {
  const { can } = useSession();
  const [isOpen, { open, close }] = useDisclosure(false);
  const { mutate, isPending } = useArchiveAgent(agent.id);
  if (agent.archivedAt || !can('agent:delete')) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconArchive size={16} aria-hidden />} onClick={open}>
        Archive
      </Button>
      <ConfirmDialog
        title="Archive this agent?"
        action="Archive the agent"
        isOpen={isOpen}
        onClose={close}
        isPending={isPending}
        onConfirm={() =>
          mutate(undefined, {
            onSuccess: () => {
              notifyDone('The agent is archived.');
              close();
            },
            onError: (error) => notifyFailed('The agent was not archived', error),
          })
        }
      >
        <List size="sm" spacing={4}>
          <List.Item>No run is started of it any more, and nobody can take that back.</List.Item>
          <List.Item>Its open runs are cancelled: calls that wait are withdrawn, sent ones run to their end.</List.Item>
          <List.Item>Its versions and runs can still be read.</List.Item>
        </List>
      </ConfirmDialog>
    </>
  );
}
