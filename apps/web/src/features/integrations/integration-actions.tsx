import { ActionIcon, Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconPencil, IconRefresh, IconTrash, IconUnlink } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import { EditIntegration } from './edit-integration.js';
import { useEndAuthorization, useVerify } from './integration-mutations.js';
import type { Integration } from './integrations.queries.js';
import { RemoveIntegration } from './remove-integration.js';

/** What can be done with a server as a whole. */
export function IntegrationActions({ integration }: { readonly integration: Integration }) {
  const { can } = useSession();
  const verify = useVerify(integration.id);
  const end = useEndAuthorization(integration.id);
  const [isEditing, editing] = useDisclosure(false);
  const [isRemoving, removing] = useDisclosure(false);
  const mayUpdate = can('integration:update');
  const isAuthorized = integration.authorization?.state === 'authorized' && integration.auth === 'oauth2';
  if (!mayUpdate && !can('integration:delete')) return null;
  return (
    <>
      {mayUpdate && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={verify.isPending}
          onClick={() => verify.mutate()}
        >
          Verify now
        </Button>
      )}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More about this server">
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayUpdate && (
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={editing.open}>
              Edit the connection…
            </Menu.Item>
          )}
          {mayUpdate && can('policy:update') && isAuthorized && (
            <Menu.Item leftSection={<IconUnlink size={16} aria-hidden />} onClick={() => end.mutate()}>
              End the authorization
            </Menu.Item>
          )}
          {can('integration:delete') && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={removing.open}>
              Remove…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <EditIntegration integration={integration} isOpen={isEditing} onClose={editing.close} />
      <RemoveIntegration integration={integration} isOpen={isRemoving} onClose={removing.close} />
    </>
  );
}
