import { ScrollArea, Tabs } from '@mantine/core';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Scope, useSession } from '../../session/session.js';
import { PageHeader } from '../../ui/page-header.js';

const PARTS = [
  { to: '/settings/profile', label: 'You' },
  { to: '/settings/tokens', label: 'Tokens' },
  { to: '/settings/members', label: 'People', scope: 'workspace:admin' },
  { to: '/settings/groups', label: 'Approver groups', scope: 'workspace:admin' },
  { to: '/settings/webhooks', label: 'Webhooks', scope: 'workspace:admin' },
  { to: '/settings/workspace', label: 'Workspace' },
] as const satisfies readonly { to: string; label: string; scope?: Scope }[];

type PartPath = (typeof PARTS)[number]['to'];

/** The parts of the settings, each an address of its own. */
export function SettingsScreen() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const navigate = useNavigate();
  const { can } = useSession();
  const tabs = useRef<HTMLDivElement>(null);
  // On a phone there is room for some of them: where one is belongs to those.
  useEffect(() => {
    tabs.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [path]);
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        value={path}
        onChange={(to) => void navigate({ to: to as PartPath })}
        activateTabWithKeyboard={false}
        mb="lg"
      >
        <ScrollArea type="never" viewportRef={tabs}>
          <Tabs.List style={{ flexWrap: 'nowrap' }}>
            {PARTS.filter((part) => !('scope' in part) || can(part.scope)).map(({ to, label }) => (
              <Tabs.Tab key={to} value={to}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </ScrollArea>
      </Tabs>
      <Outlet />
    </>
  );
}
