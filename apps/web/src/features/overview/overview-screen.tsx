import { Button, Card, EmptyState, SegmentedControl, SimpleGrid, Stack, Title } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSession } from '../../session/session.js';
import { useNow } from '../../ui/clock.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { ListSkeleton } from '../../ui/paged-list.js';
import { CallsChart } from './calls-chart.js';
import { DecisionFigures } from './decision-figures.js';
import { approvalStatisticsQuery, callStatisticsQuery, toolStatisticsQuery } from './overview.queries.js';
import { overviewRoute } from './overview.routes.js';
import { SlowestUpstreams } from './slowest-upstreams.js';
import { rangeOf, type Span } from './spans.js';
import { TopTools } from './top-tools.js';

const LABELS: Readonly<Record<Span, string>> = { hour: 'Hour', day: 'Day', week: 'Week', month: '30 days' };
const CHART_HEIGHT = 300;

export function OverviewScreen() {
  const { workspaceId, can } = useSession();
  const { span = 'day' } = overviewRoute.useSearch();
  const navigate = overviewRoute.useNavigate();
  const range = rangeOf(span, useNow());
  const calls = useQuery(callStatisticsQuery(workspaceId, range));
  const tools = useQuery(toolStatisticsQuery(workspaceId, range));
  const approvals = useQuery({ ...approvalStatisticsQuery(workspaceId, range), enabled: can('approval:read') });
  const isEmpty = calls.data?.buckets.every((bucket) => bucket.calls === 0) ?? false;
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          <SegmentedControl
            aria-label="How far back"
            value={span}
            onChange={(next) => void navigate({ search: { span: next as Span } })}
            data={Object.entries(LABELS).map(([value, label]) => ({ value, label }))}
          />
        }
      />
      <Stack>
        <DecisionFigures statistics={approvals.data} />
        <Card withBorder>
          <Title order={2} mb="md">
            Calls by verdict
          </Title>
          {calls.isPending && <ListSkeleton height={CHART_HEIGHT} count={1} gap={0} />}
          {calls.error && <ErrorState error={calls.error} onRetry={() => void calls.refetch()} />}
          {isEmpty && (
            <EmptyState
              icon={<IconChartBar aria-hidden />}
              title="No calls in this time"
              description="Connect a client, or start a run of an agent."
            >
              <Button component={Link} to="/settings/tokens" variant="light">
                Connect a client
              </Button>
            </EmptyState>
          )}
          {calls.data && !isEmpty && <CallsChart statistics={calls.data} span={span} height={CHART_HEIGHT} />}
        </Card>
        {tools.error && <ErrorState error={tools.error} onRetry={() => void tools.refetch()} />}
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <SlowestUpstreams statistics={tools.data} />
          <TopTools statistics={tools.data} />
        </SimpleGrid>
      </Stack>
    </>
  );
}
