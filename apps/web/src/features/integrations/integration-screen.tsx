import { Anchor, Breadcrumbs, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { visible } from '../../ui/visible.js';
import { ToolDrawer } from '../tools/tool-drawer.js';
import { ToolHistory } from '../tools/tool-history.js';
import { ToolsPanel } from '../tools/tools-panel.js';
import { ChecksList } from './checks-list.js';
import { IntegrationActions } from './integration-actions.js';
import { IntegrationAlerts } from './integration-alerts.js';
import { IntegrationFacts } from './integration-facts.js';
import { IntegrationSettings } from './integration-settings.js';
import { type Integration, useIntegration } from './integrations.queries.js';
import { INTEGRATION_TABS, type IntegrationSearch, integrationRoute } from './integrations.routes.js';

export function IntegrationScreen() {
  const { integrationId } = integrationRoute.useParams();
  const { data, error, isPending, refetch } = useIntegration(integrationId);
  return (
    <>
      <Breadcrumbs mb={4} fz="sm">
        <Anchor component={Link} to="/integrations" size="sm">
          Integrations
        </Anchor>
        <Text size="sm">{data ? data.slug : '…'}</Text>
      </Breadcrumbs>
      {isPending && <Loading />}
      {error && !data && (
        <>
          <PageHeader title="Integration" />
          <ErrorState error={error} onRetry={() => void refetch()} />
        </>
      )}
      {data && <Server key={data.id} integration={data} />}
    </>
  );
}

function Loading() {
  return (
    <>
      <PageHeader title="Integration" />
      <Stack aria-busy="true" aria-label="Loading">
        <Skeleton height={118} />
        <Skeleton height={36} width={360} maw="100%" />
        <Skeleton height={480} />
      </Stack>
    </>
  );
}

function Server({ integration }: { readonly integration: Integration }) {
  const { id, displayName, description, snapshotRevision } = integration;
  const search = integrationRoute.useSearch();
  const navigate = integrationRoute.useNavigate();
  const look = (change: Partial<Record<keyof IntegrationSearch, string | undefined>>, replace = true): void =>
    void navigate({ search: (before) => withoutEmpty({ ...before, ...change }), replace, resetScroll: false });
  return (
    <>
      <PageHeader
        title={visible(displayName)}
        description={description === '' ? undefined : visible(description)}
        actions={<IntegrationActions integration={integration} />}
      />
      <IntegrationAlerts integration={integration} />
      <IntegrationFacts integration={integration} />
      <Tabs
        value={search.tab ?? 'tools'}
        onChange={(value) => look({ tab: INTEGRATION_TABS.find((tab) => tab === value && tab !== 'tools') }, false)}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="tools">Tools</Tabs.Tab>
          <Tabs.Tab value="history">Changes</Tabs.Tab>
          <Tabs.Tab value="checks">Checks</Tabs.Tab>
          <Tabs.Tab value="settings">Settings</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tools">
          {integration.status === 'awaiting_authorization' ? (
            <Text c="dimmed">Its tools are read as soon as it is authorized.</Text>
          ) : (
            <ToolsPanel
              integrationId={id}
              snapshotRevision={snapshotRevision}
              search={search.q ?? ''}
              filter={search.state}
              onSearch={(q) => look({ q })}
              onFilter={(state) => look({ state })}
              onOpen={(tool) => look({ tool }, false)}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <ToolHistory integrationId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="checks">
          <ChecksList integrationId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <IntegrationSettings integration={integration} />
        </Tabs.Panel>
      </Tabs>
      <ToolDrawer integrationId={id} name={search.tool} onClose={() => look({ tool: undefined })} />
    </>
  );
}

/** An address names only what is not as usual. */
function withoutEmpty(search: Partial<Record<keyof IntegrationSearch, string | undefined>>): IntegrationSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}
