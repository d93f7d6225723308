import { EmptyState, Group } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { LinkButton } from '../../ui/links.js';
import type { InboxFilter } from './inbox-filter.js';

/** Nothing to decide is good news; whoever has never seen anything here is told how that comes about. */
export function InboxEmpty({ filter }: { readonly filter: InboxFilter }) {
  const isFiltered = filter.state !== undefined || filter.mine === true || filter.integration !== undefined;
  if (isFiltered) {
    return (
      <EmptyState
        py="xl"
        icon={<IconInbox aria-hidden />}
        title="Nothing matches"
        description="No approval is like what you look for."
      >
        <LinkButton to="/approvals" search={{}} variant="default">
          Show everything that is pending
        </LinkButton>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      py="xl"
      icon={<IconInbox aria-hidden />}
      title="Nothing waits for you"
      description="When an agent or a client calls a tool that asks first, the call appears here by itself. Connect a client, and set a tool to ask."
    >
      <Group justify="center" gap="xs">
        <LinkButton to="/settings/tokens">Connect a client</LinkButton>
        <LinkButton to="/integrations" variant="default">
          Set a tool to ask
        </LinkButton>
      </Group>
    </EmptyState>
  );
}
