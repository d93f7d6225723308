import {
  ActionIcon,
  AppShell,
  Avatar,
  Badge,
  Burger,
  Group,
  Menu,
  NavLink,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconActivity,
  IconChartBar,
  IconClipboardList,
  IconInbox,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconRobot,
  IconSettings,
  IconSun,
  IconTimeline,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, type LinkProps, Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { LiveFeed } from '../live/live-feed.js';
import { LiveIndicator } from '../live/live-indicator.js';
import { useNotices } from '../features/approvals/notices.js';
import { usePendingCount } from '../features/approvals/pending-count.js';
import { meQuery, type Scope, useSession } from '../session/session.js';
import { useSignOut } from '../session/sign-out.js';
import { NoWorkspaceScreen } from './no-workspace-screen.js';
import { RoutePending } from './route-states.js';

interface Place {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: string;
  readonly icon: typeof IconInbox;
  readonly scope?: Scope;
}

const PLACES: readonly Place[] = [
  { to: '/approvals', label: 'Approvals', icon: IconInbox, scope: 'approval:read' },
  { to: '/overview', label: 'Overview', icon: IconChartBar, scope: 'call:read' },
  { to: '/integrations', label: 'Integrations', icon: IconPlugConnected, scope: 'integration:read' },
  { to: '/agents', label: 'Agents', icon: IconRobot, scope: 'agent:read' },
  { to: '/runs', label: 'Runs', icon: IconTimeline, scope: 'agent:read' },
  { to: '/calls', label: 'Calls', icon: IconActivity, scope: 'call:read' },
  { to: '/audit', label: 'Audit', icon: IconClipboardList, scope: 'audit:read' },
  { to: '/settings', label: 'Settings', icon: IconSettings },
];

/** Lets in who is signed in and a member of something; everybody else is told where to go. */
export function Shell() {
  const { data: me } = useSuspenseQuery(meQuery);
  if (!me) return <ToSignIn />;
  return me.workspaces.length === 0 ? <NoWorkspaceScreen name={me.name} /> : <Frame />;
}

/** The session has ended while the page was open; once, with the way back. */
function ToSignIn() {
  const navigate = useNavigate();
  const { latestLocation } = useRouter();
  const [returnTo] = useState(latestLocation.href);
  useEffect(() => {
    void navigate({ to: '/login', search: { returnTo, ended: true }, replace: true });
  }, [navigate, returnTo]);
  return <RoutePending />;
}

/** Of every screen behind the sign-in. */
function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(close, [path, close]);
  useNotices();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <LiveFeed />
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" aria-expanded={isOpen} />
          <UnstyledButton component={Link} to="/approvals" aria-label="Countersign, to the inbox">
            <Text fw={700} fz="lg">
              Countersign
            </Text>
          </UnstyledButton>
          <Group ml="auto" gap="xs" wrap="nowrap">
            <LiveIndicator />
            <ColorSchemeSwitch />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Main">
        <Places path={path} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Suspense fallback={<RoutePending />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Places({ path }: { readonly path: string }) {
  const session = useSession();
  const pending = usePendingCount();
  return PLACES.filter(({ scope }) => scope === undefined || session.can(scope)).map(({ to, label, icon: Icon }) => {
    const isHere = path === to || path.startsWith(`${to}/`);
    return (
      <NavLink
        key={to}
        component={Link}
        to={to}
        label={label}
        active={isHere}
        aria-current={isHere ? 'page' : undefined}
        leftSection={<Icon size={18} aria-hidden />}
        rightSection={
          to === '/approvals' && pending ? (
            <Badge variant="filled" circle={pending.length === 1} aria-label={`${pending} pending`}>
              {pending}
            </Badge>
          ) : null
        }
      />
    );
  });
}

function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const next = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Use the ${next} colours`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Use the ${next} colours`}
        onClick={() => setColorScheme(next)}
      >
        {next === 'light' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}

function PersonMenu() {
  const { name, role } = useSession();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={`${name}: menu`}>
          <Avatar size={30} alt="" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name} · {role}
        </Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} aria-hidden />}>
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
