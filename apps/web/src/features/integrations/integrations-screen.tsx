import { Button, Center, EmptyState, Group, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../../session/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { SearchField } from '../tools/tool-filters.js';
import { AddIntegration } from './add-integration.js';
import { IntegrationCard } from './integration-card.js';
import { findIntegrations } from './integration-state.js';
import {
  type Integration,
  useChecksOfAll,
  useCircuits,
  useIntegrations,
  useToolCounts,
} from './integrations.queries.js';
import { integrationsRoute } from './integrations.routes.js';

const CARD_HEIGHT = 214;
const COLUMNS = { base: 1, sm: 2, xl: 3 };

export function IntegrationsScreen() {
  const { can } = useSession();
  const navigate = useNavigate();
  const [isAdding, adding] = useDisclosure(false);
  const mayAdd = can('integration:create');
  const add = mayAdd && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={adding.open}>
      Add a server
    </Button>
  );
  return (
    <>
      <PageHeader title="Integrations" description="MCP servers, and what their tools may do." actions={add} />
      <Servers onAdd={mayAdd ? adding.open : undefined} />
      <AddIntegration
        isOpen={isAdding}
        onClose={adding.close}
        onAdded={({ id }) =>
          void navigate({ to: '/integrations/$integrationId', params: { integrationId: id }, search: {} })
        }
      />
    </>
  );
}

function Servers({ onAdd }: { readonly onAdd: (() => void) | undefined }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useIntegrations();
  const { q = '' } = integrationsRoute.useSearch();
  // Who searches means all of them.
  const isReadOn = q !== '' && hasNextPage && !isFetchingNextPage && error === null;
  useEffect(() => {
    if (isReadOn) void fetchNextPage();
  }, [isReadOn, fetchNextPage]);
  if (isPending) return <CardSkeletons />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <NoServers onAdd={onAdd} />;
  return (
    <>
      <Found items={items} cursors={(data?.pageParams ?? []) as (string | undefined)[]} hasMore={hasNextPage} />
      {hasNextPage && (
        <Center mt="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}

interface FoundProps {
  readonly items: readonly Integration[];
  /** Of the pages that they came in. */
  readonly cursors: readonly (string | undefined)[];
  /** There are others, which were not read yet. */
  readonly hasMore: boolean;
}

function Found({ items, cursors, hasMore }: FoundProps) {
  const { q = '' } = integrationsRoute.useSearch();
  const navigate = integrationsRoute.useNavigate();
  const { data: circuits } = useCircuits();
  const counts = useToolCounts(cursors);
  const checks = useChecksOfAll(cursors);
  const found = findIntegrations(items, q);
  const count = countOf(items.length);
  return (
    <>
      <Group mb="md" gap="sm">
        <SearchField
          label="Search servers"
          search={q}
          onSearch={(text) => void navigate({ search: text === '' ? {} : { q: text }, replace: true })}
        />
        <Text size="sm" c="dimmed" role="status">
          {q === ''
            ? `${hasMore ? 'The first ' : ''}${count}`
            : `${found.length} of ${hasMore ? 'the first ' : ''}${count}`}
        </Text>
      </Group>
      {found.length === 0 && !hasMore && (
        <EmptyState py="xl" title="No server is like that" description="Search by name, slug or address." />
      )}
      <SimpleGrid cols={COLUMNS} spacing="md">
        {found.map((integration) => (
          <IntegrationCard
            key={integration.id}
            integration={integration}
            circuit={circuits?.get(integration.id)}
            counts={counts?.get(integration.id)}
            checks={checks.get(integration.id)}
          />
        ))}
      </SimpleGrid>
    </>
  );
}

function countOf(count: number): string {
  return count === 1 ? '1 server' : `${count} servers`;
}

function CardSkeletons() {
  return (
    <SimpleGrid cols={COLUMNS} spacing="md" mt={52} aria-busy="true" aria-label="Loading">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={CARD_HEIGHT} />
      ))}
    </SimpleGrid>
  );
}

function NoServers({ onAdd }: { readonly onAdd: (() => void) | undefined }) {
  return (
    <EmptyState
      py="xl"
      icon={<IconPlugConnected aria-hidden />}
      title="No servers yet"
      description={
        onAdd
          ? 'Add an MCP server: its tools are read, and you decide which may be called at once, which ask a person, and which are off.'
          : 'Somebody with the scope integration:create adds MCP servers. Ask an editor or an administrator.'
      }
    >
      {onAdd && (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
          Add the first server
        </Button>
      )}
    </EmptyState>
  );
}
